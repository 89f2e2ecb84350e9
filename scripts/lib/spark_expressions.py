"""spark_expressions.py: expressions over edge values, drawn with a seed: casts, operators, and functions with arguments of the kinds they take.

POOLS holds literals by kind, separated by ` ; `; GROUPS are kinds to choose among (a 2 at the end: the same one for all arguments of a call).
"""
import random

POOLS = {
    'int': 'CAST(NULL AS INT) ; 0 ; 1 ; -1 ; 2 ; 3 ; 7 ; -7 ; 10 ; 31 ; 32 ; 33 ; 63 ; 100 ; 255 ; -128 ; 2147483647 ; -2147483648',
    'small': 'NULL ; 0 ; 1 ; -1 ; 2 ; 3 ; -2 ; 5 ; 8 ; -5 ; 100',
    'tiny': 'CAST(NULL AS TINYINT) ; CAST(0 AS TINYINT) ; CAST(127 AS TINYINT) ; CAST(-128 AS TINYINT) ; CAST(5 AS TINYINT)',
    'short': 'CAST(NULL AS SMALLINT) ; CAST(32767 AS SMALLINT) ; CAST(-32768 AS SMALLINT) ; CAST(-3 AS SMALLINT)',
    'bigint': 'CAST(NULL AS BIGINT) ; 0L ; 1L ; -1L ; 3L ; 9223372036854775807L ; -9223372036854775808L ; 9007199254740993L ; 1234567890123L ; -86400000000L ; 4294967296L',
    'double': "CAST(NULL AS DOUBLE) ; 0D ; -0.0D ; 1D ; -1D ; 0.5D ; 2.5D ; -2.5D ; 1.005D ; 3.14159D ; -1234.5678D ; 1e10D ; 1e-10D ; 1.7976931348623157E308D ; 4.9E-324D ; double('NaN') ; double('Infinity') ; double('-Infinity') ; 123456789.987654321D ; 9.223372036854775807E18D ; 1e16D",
    'float': "CAST(NULL AS FLOAT) ; CAST(0 AS FLOAT) ; CAST(1.1 AS FLOAT) ; CAST(-2.5 AS FLOAT) ; CAST('NaN' AS FLOAT) ; CAST('Infinity' AS FLOAT) ; CAST(3.4028235E38 AS FLOAT) ; CAST(1.4E-45 AS FLOAT) ; CAST(16777217 AS FLOAT)",
    'decimal': 'CAST(NULL AS DECIMAL(10,2)) ; 0.0 ; 1.50 ; -2.5 ; 0.5 ; 99.99 ; 1.005 ; -0.001 ; 12345678901234567890.123456789 ; 99999999999999999999999999999999999999 ; -99999999999999999999999999999999999999 ; CAST(1 AS DECIMAL(38,37)) ; CAST(-1.5 AS DECIMAL(38,18)) ; CAST(123.45 AS DECIMAL(5,2)) ; 0.00000000000000000000000000000000000001 ; CAST(9999999999 AS DECIMAL(10,0)) ; CAST(7 AS DECIMAL(1,0))',
    'bool': 'CAST(NULL AS BOOLEAN) ; true ; false',
    'string': "CAST(NULL AS STRING) ; '' ; 'a' ; 'A' ; ' ' ; 'Spark SQL' ; 'hello world' ; '  pad\\t' ; 'Zürich' ; 'straße' ; '😀x😀' ; '日本語' ; 'a,b,,c' ; 'a.b.c' ; 'aaa' ; '%_' ; 'a\\nb' ; 'Ünï-Çøde' ; '1a2b3c' ; 'é' ; '0' ; 'ab\\\\cd' ; 'The quick brown Fox' ; '\\u0000x' ; 'ﬁ' ; 'İstanbul' ; 'ǅ' ; 'ΣΑΣ'",
    'part': "NULL ; '' ; 'a' ; 'b' ; ',' ; '.' ; '😀' ; 'ü' ; ' ' ; 'SQL' ; 'aa' ; 'l' ; 'x'",
    'numtext': "CAST(NULL AS STRING) ; '' ; '0' ; '1' ; '-1' ; '1.5' ; ' 42 ' ; '+7' ; '1e3' ; 'abc' ; '2147483648' ; '-2147483649' ; '9223372036854775808' ; 'NaN' ; 'Infinity' ; '-inf' ; '1.0f' ; '0x1F' ; '1_000' ; '.5' ; '5.' ; '1e400' ; '-0' ; '000012' ; '99999999999999999999999999999999999999' ; '1.23456789012345678901234567890' ; '\\t3\\n' ; '３' ; '1L' ; '1e-5' ; 'true' ; '0.1e1' ; '--1' ; '1.' ; '.' ; '-' ; '+' ; 'e5' ; '1E+2' ; '128' ; '32768' ; '1.9' ; '-1.9'",
    'booltext': "'true' ; 'T' ; 'yes' ; 'y' ; '1' ; 'false' ; 'N' ; 'no' ; '0' ; ' true ' ; 'on' ; 'off' ; 'tru' ; '' ; 'TRUE' ; '\\ttrue' ; '2'",
    'datetext': "CAST(NULL AS STRING) ; '' ; '2024-02-29' ; '2023-02-29' ; '2024' ; '2024-2' ; '2024-2-3' ; ' 2024-02-03 ' ; '1969-12-31' ; '1582-10-10' ; '0001-01-01' ; '0000-01-01' ; '9999-12-31' ; '12345-01-01' ; '-0001-01-01' ; '+2024-01-01' ; '2024-13-01' ; '2024-00-01' ; '2024-01-32' ; '20240229' ; '2024/02/29' ; '2024-02-29T' ; '2024-02-29 x' ; '2024-02-29T10:00' ; 'epoch' ; 'now' ; 'today' ; '2024-02-29 10:00:00 UTC' ; '99999999-01-01' ; '1/2/2024'",
    'tstext': "CAST(NULL AS STRING) ; '' ; '2024-02-29 12:30:45' ; '2024-02-29 12:30:45.123456789' ; '2024-02-29T12:30:45Z' ; '2024-02-29 12:30:45+05:30' ; '2024-02-29 12:30:45-0800' ; '2024-02-29 12:30:45 +5' ; '2024-02-29 12:30:45 Europe/Paris' ; '2024-02-29 12:30:45 PST' ; '2024-02-29 12:30:45 GMT+8' ; '2024-02-29 12:30:45UTC' ; '2024-02-29 12' ; '2024-02-29 12:' ; '2024-02-29 12:3' ; '2024-02-29 25:00:00' ; '2024-02-29 23:60:00' ; '2024-02-29 23:59:60' ; 'T12:30' ; '12:30:45' ; '2024-02-29 12:30:45.' ; '2024-02-29 12:30:45.1 ' ; '1582-10-10 00:00:00' ; '0001-01-01 00:00:00' ; '1969-12-31 23:59:59.999999' ; '-290308-01-01' ; '294247-01-10 04:00:54.775807' ; '294248-01-01' ; '2024-02-29t12:30' ; '2024-02-29 1:2:3.4' ; '2024-02-29 12:30:45 +25:00' ; '2024-02-29 12:30:45+18:00' ; '2024-02-29 12:30:45+5:3' ; '2024-02-29 12:30:45+05:30:15' ; '2024-02-29 12:30:45Z+1' ; '2024-02-29 12:30:45 Mars/X' ; '2024-1-1 1:1:1' ; '2024-02-29 12:30:45 z'",
    'date': "CAST(NULL AS DATE) ; DATE'1970-01-01' ; DATE'2024-02-29' ; DATE'2023-12-31' ; DATE'1969-12-31' ; DATE'1582-10-14' ; DATE'1582-10-15' ; DATE'1500-02-28' ; DATE'0001-01-01' ; DATE'9999-12-31' ; DATE'2000-01-31' ; DATE'1900-03-01' ; DATE'-0044-03-15' ; DATE'2021-01-03' ; DATE'2020-12-28' ; DATE'+12024-06-05'",
    'ts': "CAST(NULL AS TIMESTAMP) ; TIMESTAMP'1970-01-01 00:00:00' ; TIMESTAMP'2024-02-29 12:30:45.123456' ; TIMESTAMP'1969-12-31 23:59:59.999999' ; TIMESTAMP'1582-10-14 10:20:30' ; TIMESTAMP'0001-01-01 00:00:00.000001' ; TIMESTAMP'9999-12-31 23:59:59.999999' ; TIMESTAMP'2024-03-31 01:30:00' ; TIMESTAMP'2024-10-27 02:30:00' ; TIMESTAMP'1900-01-01 00:00:00' ; TIMESTAMP'2021-01-03 23:00:00' ; TIMESTAMP'2000-01-31 06:00:00.5' ; TIMESTAMP'-0044-03-15 01:02:03'",
    'ntz': "CAST(NULL AS TIMESTAMP_NTZ) ; TIMESTAMP_NTZ'2024-02-29 12:30:45.123456' ; TIMESTAMP_NTZ'1969-12-31 23:59:59.999999' ; TIMESTAMP_NTZ'1582-10-14 10:20:30' ; TIMESTAMP_NTZ'2024-03-31 02:30:00' ; TIMESTAMP_NTZ'9999-12-31 23:59:59'",
    'binary': "CAST(NULL AS BINARY) ; X'' ; X'00' ; X'616263' ; X'FF00' ; X'C3BC' ; X'F09F9880' ; X'80' ; X'5A5A5A5A5A5A5A5A5A'",
    'dt': "CAST(NULL AS INTERVAL DAY TO SECOND) ; INTERVAL '0 00:00:00' DAY TO SECOND ; INTERVAL '1 02:03:04.567891' DAY TO SECOND ; INTERVAL '-3 23:59:59.999999' DAY TO SECOND ; INTERVAL '100000 00:00:00' DAY TO SECOND ; INTERVAL '0 00:00:00.000001' DAY TO SECOND",
    'ym': "CAST(NULL AS INTERVAL YEAR TO MONTH) ; INTERVAL '0-0' YEAR TO MONTH ; INTERVAL '1-2' YEAR TO MONTH ; INTERVAL '-3-11' YEAR TO MONTH ; INTERVAL '178956970-7' YEAR TO MONTH",
    'ints': 'CAST(NULL AS ARRAY<INT>) ; CAST(array() AS ARRAY<INT>) ; array(1) ; array(1, 2, 3) ; array(3, NULL, 1, 3) ; array(CAST(NULL AS INT)) ; array(-1, 0, 2147483647) ; array(2, 2, NULL, NULL, 5)',
    'doubles': "array(double('NaN'), 1.5D, NULL, -0.0D, 0.0D) ; array(1.5D, double('NaN'), double('NaN')) ; array(-0.0D) ; array(0.0D, 2.5D) ; array(double('Infinity'), -1e300D)",
    'strings': "CAST(NULL AS ARRAY<STRING>) ; CAST(array() AS ARRAY<STRING>) ; array('a') ; array('b', NULL, 'a') ; array('', 'x', 'X', 'ü', '😀', '\\uFF5E') ; array('a', 'b', 'a') ; array(CAST(NULL AS STRING))",
    'nested': 'array(array(1, 2), array(3)) ; array(array(1), NULL, array()) ; CAST(NULL AS ARRAY<ARRAY<INT>>) ; array(array(CAST(NULL AS INT)), array(2, 1)) ; array(CAST(array() AS ARRAY<INT>))',
    'map': "CAST(NULL AS MAP<STRING,INT>) ; map('a', 1) ; map('a', 1, 'b', NULL) ; map('b', 2, 'a', 1, 'c', 3) ; CAST(map() AS MAP<STRING,INT>) ; map('x', -5)",
    'struct': "named_struct('a', 1, 'b', 'x') ; named_struct('a', NULL, 'b', 'y') ; CAST(NULL AS STRUCT<a:INT,b:STRING>) ; named_struct('a', 2, 'b', CAST(NULL AS STRING))",
    'json': 'CAST(NULL AS STRING) ; \'\' ; \'{}\' ; \'[]\' ; \'null\' ; \'1\' ; \'"s"\' ; \'{"a":1}\' ; \'{"a":{"b":[1,2,{"c":"x"}]},"d":null}\' ; \'[1,[2],{"a":3}]\' ; \'{"a":"q\\\\\\\\"uote"}\' ; \'{"a":1.50,"b":1e3,"c":true}\' ; \'{bad\' ; \'{"a":[{"b":1},{"b":2},{}]}\' ; \' {"a" : 1 , "a" : 2} \' ; \'{"ü":"é"}\' ; \'{"a":1} x\' ; \'[1,2\' ; \'{"a b":1}\' ; \'{\\\'a\\\':1}\'',
    'path': "'$' ; '$.a' ; '$.a.b' ; '$.a.b[0]' ; '$.a.b[2].c' ; '$.a[*].b' ; '$[0]' ; '$[1][0]' ; '$.*' ; '$[*]' ; '$.d' ; '$[\\'a b\\']' ; 'a' ; '$.' ; '$.a.b[-1]' ; '$.ü' ; '$..a' ; '' ; CAST(NULL AS STRING)",
    'url': "CAST(NULL AS STRING) ; 'http://user:pw@spark.apache.org:80/path/p.php?query=1&k=v&q=#ref' ; 'https://example.com' ; 'http://example.com/?a=1&a=2' ; 'ftp://h/p;x' ; 'not a url' ; 'http://[::1]:8080/x' ; 'mailto:a@b.c' ; '//host/path' ; '' ; 'http://ex.com/a%20b?x=%41' ; 'http://ex.com/ü'",
    'urlpart': "'HOST' ; 'PATH' ; 'QUERY' ; 'REF' ; 'PROTOCOL' ; 'FILE' ; 'AUTHORITY' ; 'USERINFO' ; 'host' ; 'BAD'",
    'regex': "'a' ; '[a-z]+' ; '(\\\\w)(\\\\w)?' ; '\\\\s+' ; '^' ; '$' ; '' ; '.' ; 'a*' ; '(?i)SPARK' ; '\\\\bq' ; '[^a-c]' ; '\\\\p{Lu}' ; 'x{2,}' ; '(' ; '😀' ; '\\\\d' ; '[[:alpha:]]' ; '\\\\Qa.b\\\\E' ; '(?<n>a)' ; 'a++' ; '\\\\R' ; '[a-c&&[b]]' ; '\\\\h' ; CAST(NULL AS STRING) ; '(a)|(b)'",
    'replacement': "'' ; 'x' ; '[$0]' ; '$1' ; '$2' ; '\\\\$' ; '\\\\\\\\' ; '😀' ; '$' ; '${n}'",
    'likepat': "'%' ; '' ; 'a%' ; '%a%' ; '_' ; '%SQL' ; '\\\\%\\\\_' ; 'a_b' ; '😀_😀' ; '%ü%' ; 'a\\\\b' ; 'a\\\\' ; 'A%' ; '__' ; CAST(NULL AS STRING)",
    'unit': "'YEAR' ; 'QUARTER' ; 'MONTH' ; 'WEEK' ; 'DAY' ; 'HOUR' ; 'MINUTE' ; 'SECOND' ; 'MILLISECOND' ; 'MICROSECOND' ; 'yy' ; 'mon' ; 'mm' ; 'dd' ; 'bad' ; 'decade' ; 'century' ; '' ; CAST(NULL AS STRING)",
    'unitword': 'YEAR ; QUARTER ; MONTH ; WEEK ; DAY ; HOUR ; MINUTE ; SECOND ; MILLISECOND ; MICROSECOND',
    'dayname': "'Mon' ; 'TUESDAY' ; 'we' ; 'thu' ; 'FR' ; 'sat' ; 'Sunday' ; 'xx' ; '' ; CAST(NULL AS STRING)",
    'field': "'YEAR' ; 'YEAROFWEEK' ; 'QUARTER' ; 'MONTH' ; 'WEEK' ; 'DAY' ; 'DAYOFWEEK' ; 'DOW' ; 'DAYOFWEEK_ISO' ; 'DOW_ISO' ; 'DOY' ; 'HOUR' ; 'MINUTE' ; 'SECOND' ; 'y' ; 'mons' ; 'd' ; 'BAD' ; 's' ; 'w'",
    'intervalfield': "'YEAR' ; 'MONTH' ; 'DAY' ; 'HOUR' ; 'MINUTE' ; 'SECOND' ; 'years' ; 'WEEK'",
    'format': '\'yyyy-MM-dd\' ; \'yyyy-MM-dd HH:mm:ss\' ; \'dd/MM/yy\' ; \'yyyy-MM-dd HH:mm:ss.SSSSSS\' ; \'EEE, d MMM yyyy\' ; \'D\' ; \'hh:mm a\' ; \'k:m:s\' ; \'Q QQ QQQ\' ; \'MMMM\' ; \'G yyyy\' ; \'VV\' ; \'XXX\' ; \'z\' ; "\'lit\' yyyy" ; \'u\' ; \'YYYY\' ; \'w\' ; \'e\' ; \'yyyyy\' ; \'y\' ; \'yyy\' ; \'S\' ; \'SSS\' ; \'n\' ; \'bad\' ; \'\' ; \'A\' ; \'[yyyy]\' ; \'E\' ; \'EEEE\' ; \'EEEEE\' ; \'LLLL\' ; \'MMMMM\' ; \'F\' ; \'aa\' ; \'ZZZZ\' ; \'O\' ; \'OOOO\' ; \'xxx\' ; CAST(NULL AS STRING)',
    'parsed': "'2024-02-29' ; '2024-02-29 12:30:45' ; '29/02/24' ; '2024-02-29 12:30:45.123456' ; 'Thu, 29 Feb 2024' ; '60' ; '12:30 PM' ; 'February' ; '2024-2-9' ; '' ; '24:00:00' ; '1582-10-10' ; CAST(NULL AS STRING) ; '20240229' ; ' 2024-02-29' ; '2024-02-30' ; 'AD 2024'",
    'zone': "'UTC' ; 'Europe/Zurich' ; 'America/New_York' ; 'Asia/Kolkata' ; '+05:30' ; 'GMT+8' ; '-08:00' ; 'PST' ; 'Mars/X' ; CAST(NULL AS STRING) ; 'Z' ; 'America/Caracas' ; '+5' ; 'UTC+3' ; ''",
    'charset': "'UTF-8' ; 'utf-8' ; 'US-ASCII' ; 'ISO-8859-1' ; 'UTF-16' ; 'UTF-16BE' ; 'UTF-16LE' ; 'UTF-32' ; 'bad'",
    'printf': "'%s' ; '%d' ; '%5s!' ; '%-5s!' ; '%05d' ; '%x' ; '%c' ; '%,d' ; '%+d' ; '%e' ; '%.2f' ; '%s%%' ; '%1$s %1$s' ; '%b' ; '%o' ; '%q' ; '%' ; '%n' ; '%10.3f' ; '%(d' ; '%S' ; '%X' ; '%h' ; '%g'",
    'bits': '0 ; 224 ; 256 ; 384 ; 512 ; 1 ; -1',
    'hexish': "'616263' ; '6' ; 'ZZ' ; '' ; 'C3BC' ; CAST(NULL AS STRING) ; '0xFF' ; 'fF' ; '\\u00e9'",
    'b64': "'U3Bhcms=' ; 'U3Bhcms' ; '' ; '!!!' ; 'YQ==' ; 'YQ' ; 'Y' ; CAST(NULL AS STRING) ; 'YWJj\\nZA==' ; '_-8=' ; 'YR=='",
    'csvlist': "'a,b,c' ; '' ; ',' ; 'a' ; 'b,,a' ; CAST(NULL AS STRING) ; 'ab,a'",
    'deltype': "'a:1,b:2' ; 'a' ; '' ; 'a:1,a:2' ; 'a:b:c' ; CAST(NULL AS STRING) ; ':' ; ',,' ; 'a=1&b=2'",
    'type': 'BOOLEAN ; TINYINT ; SMALLINT ; INT ; BIGINT ; FLOAT ; DOUBLE ; DECIMAL(10,2) ; DECIMAL(38,18) ; DECIMAL(3,3) ; STRING ; BINARY ; DATE ; TIMESTAMP ; TIMESTAMP_NTZ',
    'base': '2 ; 8 ; 10 ; 16 ; 36 ; -10 ; -16 ; 1 ; 37 ; 0',
    'rounding': '0 ; 1 ; 2 ; -1 ; -2 ; 10 ; -10 ; 400 ; -400',
    'dnum': 'NULL ; 1 ; 2 ; 12 ; 13 ; 0 ; -1 ; 29 ; 30 ; 31 ; 2024 ; 2023 ; 1582 ; 9999 ; 10000',
    'hourno': '0 ; 12 ; 23 ; 24 ; -1 ; NULL',
    'minno': '0 ; 30 ; 59 ; 60 ; NULL',
    'secno': '0 ; 59 ; 59.999999 ; 60 ; 60.5 ; 61 ; -1 ; NULL ; 1.1234567',
    'utf8': "X'616263' ; X'80' ; X'C3' ; X'C3BC' ; X'F09F9880' ; X'EDA080' ; X'61F0' ; CAST(NULL AS BINARY) ; X'C0AF'",
    'fmtnum': "0 ; 2 ; 5 ; -1 ; '#,###.00' ; '000.0' ; '##0.##' ; '#.#%' ; '' ; NULL ; 400",
    'int3': '0 ; 1 ; 5 ; -1 ; NULL ; 3 ; 8 ; 20',
    'name': "'a' ; 'B' ; 'c d' ; 'é'",
    'b64f': "'base64' ; 'hex' ; 'utf-8' ; 'bad'",
    'date2': "DATE'2024-01-31' ; DATE'2024-02-03' ; DATE'1970-01-01' ; CAST(NULL AS DATE)",
}
POOLS = {kind: text.split(' ; ') for kind, text in POOLS.items()}
GROUPS = {
    'num': ['int', 'bigint', 'double', 'float', 'decimal', 'tiny', 'short', 'small'],
    'integral': ['int', 'bigint', 'tiny', 'short'],
    'moment': ['date', 'ts', 'ntz'],
    'time': ['ts', 'ntz', 'date', 'tstext'],
    'day': ['date', 'ts', 'datetext'],
    'plain': ['int', 'bigint', 'double', 'float', 'decimal', 'bool', 'string', 'date', 'ts', 'binary', 'tiny', 'ntz', 'dt', 'ym'],
    'array': ['ints', 'strings', 'doubles', 'nested'],
    'any': ['int', 'bigint', 'double', 'decimal', 'bool', 'string', 'date', 'ts', 'binary', 'ints', 'strings', 'map', 'struct', 'nested', 'dt'],
    'castable': ['int', 'bigint', 'double', 'float', 'decimal', 'bool', 'numtext', 'numtext', 'booltext', 'datetext', 'tstext', 'date', 'ts', 'ntz', 'tiny', 'short', 'binary'],
    'text': ['string', 'numtext'],
    'numish': ['int', 'bigint', 'double', 'float', 'decimal', 'numtext'],
    'ordered': ['int', 'bigint', 'double', 'float', 'decimal', 'string', 'date', 'ts', 'bool', 'binary', 'numtext'],
}
MATH1 = 'abs sqrt cbrt exp expm1 ln log10 log2 log1p signum sin cos tan cot sec csc asin acos atan sinh cosh tanh asinh acosh atanh degrees radians rint factorial negative positive bin hex ceil floor round bround sign log'.split()
ONE = {
    'num': MATH1,
    'numtext': ['abs', 'sqrt', 'ceil', 'floor', 'round', 'hex', 'bin', 'negative', 'factorial', 'signum', 'bround'],
    'string': 'upper lower ucase lcase trim initcap length char_length bit_length octet_length reverse ascii base64 soundex url_encode url_decode try_url_decode ltrim rtrim btrim md5 sha1 crc32 sha hex unhex quote len character_length'.split(),
    'binary': 'length bit_length octet_length reverse base64 md5 sha1 crc32 hex upper trim ascii'.split(),
    'utf8': 'is_valid_utf8 make_valid_utf8 validate_utf8 try_validate_utf8'.split(),
    'integral': 'chr char space bit_count bitwise_not timestamp_seconds timestamp_millis timestamp_micros date_from_unix_date from_unixtime bin'.split(),
    'day': 'year quarter month day dayofmonth dayofweek dayofyear weekday weekofyear last_day monthname dayname unix_date to_date try_to_date'.split(),
    'time': 'hour minute second unix_seconds unix_millis unix_micros to_timestamp to_unix_timestamp unix_timestamp try_to_timestamp to_timestamp_ltz to_timestamp_ntz year date'.split(),
    'tstext': 'to_timestamp to_date unix_timestamp try_to_timestamp to_timestamp_ntz to_timestamp_ltz hour'.split(),
    'any': 'isnull isnotnull typeof hash xxhash64 to_json coalesce'.split(),
    'double': 'isnan timestamp_seconds'.split(),
    'float': ['isnan'],
    'array': 'array_distinct array_min array_max array_compact array_size size cardinality sort_array array_sort reverse'.split(),
    'nested': ['flatten'],
    'map': 'map_keys map_values map_entries size cardinality to_json'.split(),
    'struct': ['to_json'],
    'json': 'json_array_length json_object_keys'.split(),
    'hexish': ['unhex', 'to_binary', 'try_to_binary'],
    'b64': ['unbase64'],
    'plain': 'nullifzero zeroifnull'.split(),
    'deltype': ['str_to_map'],
}
# name(kind, kind, ...)
MANY = '''
nvl any2 any2;ifnull any2 any2;nullif ordered2 ordered2;equal_null any2 any2;nvl2 any int int;nanvl double double
greatest ordered2 ordered2 ordered2;least ordered2 ordered2 ordered2;coalesce ordered ordered
round num rounding;bround num rounding;ceil num rounding;floor num rounding
pow num num;atan2 num num;hypot num num;pmod num num;mod num num;log num num
try_add num num;try_subtract num num;try_multiply num num;try_divide num num;try_mod num num
width_bucket num num num int;conv numtext base base;conv string base base
bit_get integral small;getbit integral small;shiftleft integral int;shiftright integral int;shiftrightunsigned integral int
ltrim part string;rtrim part string;btrim string part
concat ordered ordered;concat string part;concat_ws part string string;concat_ws part strings string
substring string small;substring string small small;substr string small small;substring binary small small;substring_index string part small
left string small;right string small;lpad string int3 part;rpad string int3 part;lpad binary int3 binary;lpad string int3;rpad string int3;repeat string int3
split string regex;split string regex small;split_part string part small
regexp_replace string regex replacement;regexp_replace string regex replacement small;regexp_extract string regex small;regexp_extract_all string regex small;regexp_substr string regex
regexp_instr string regex;regexp_count string regex;regexp_like string regex;replace string part part;replace string part;translate string string string
overlay string part small;overlay string part small small;instr string part;locate part string;locate part string small;position part string small
contains string part;startswith string part;endswith string part;contains binary binary
format_string printf ordered;printf printf int;format_string printf double;format_string printf int;format_number numish fmtnum;format_number num fmtnum
levenshtein string string;levenshtein string string small;find_in_set part csvlist;elt small string string
encode string charset;decode utf8 charset;decode binary charset;sentences string;to_binary string charset;to_binary b64 b64f
mask string;mask string part part part part;parse_url url urlpart;try_parse_url url urlpart;parse_url url urlpart part
date_part field time;date_part intervalfield dt;date_part intervalfield ym;to_date parsed format;try_to_timestamp parsed format;to_timestamp parsed format;to_timestamp_ntz parsed format
to_unix_timestamp parsed format;unix_timestamp parsed format;date_format time format;date_format day format;from_unixtime bigint format;from_unixtime int format
date_add day int;date_sub day int;date_add day small;add_months day int;add_months day small;datediff day day;months_between time time;months_between time time bool
next_day day dayname;trunc day unit;date_trunc unit time;make_date dnum dnum dnum;make_timestamp dnum dnum dnum hourno minno secno;make_timestamp dnum dnum dnum hourno minno secno zone
make_dt_interval small small small secno;make_ym_interval small small;from_utc_timestamp time zone;to_utc_timestamp time zone;convert_timezone zone zone ntz
array_contains ints int;array_contains strings part;array_contains doubles double;array_position ints small;array_position doubles double;array_remove ints small;array_remove doubles double;array_append ints small;array_prepend strings part
array_insert ints small small;array_repeat any int3;array_join strings part;array_join strings part part;array_join ints part
array_union ints ints;array_intersect ints ints;array_except ints ints;arrays_overlap ints ints;array_union doubles doubles;array_intersect doubles doubles;array_except doubles doubles;arrays_overlap doubles doubles;array_union strings strings;arrays_zip ints strings
sort_array array bool;slice ints small small;sequence small small;sequence small small small;sequence date2 date2 dt;sequence date2 date2 ym;element_at ints small;element_at map part;try_element_at ints small;try_element_at map part;get ints small
concat ints ints;concat nested nested;map_concat map map;map_contains_key map part;map_from_arrays strings ints;str_to_map deltype part part;str_to_map deltype part
get_json_object json path;get_json_object json path;to_json map;to_json struct;sha2 string bits;sha2 binary bits;hash any any;xxhash64 any any;hash plain;xxhash64 plain
like string likepat;ilike string likepat;rlike string regex;if bool ordered2 ordered2;array ordered ordered;map part ordered part ordered;named_struct name any name any;struct any any
concat binary binary;assert_true bool;date_add ts small;unix_timestamp time;timestamp_seconds decimal;bin numtext;ascii int;upper int;length int;length double
dayname date;date_part field date;datediff ts datetext;extract_ field ts;try_url_decode numtext;char_length binary;isnan decimal;nvl ordered2 ordered2
'''
BINARY = ['+', '-', '*', '/', '%', 'div', '=', '<', '<=', '>', '>=', '<>', '<=>', '&', '|', '^', '||']
PAIRS = [('num', 'num')] * 6 + [('numtext', 'num'), ('num', 'numtext'), ('date', 'small'), ('date', 'dt'), ('ts', 'dt'), ('date', 'ym'), ('ts', 'ym'), ('ntz', 'dt'), ('ts', 'ts'), ('date', 'date'), ('date', 'ts'), ('ntz', 'ts'),
         ('dt', 'dt'), ('ym', 'ym'), ('dt', 'num'), ('ym', 'num'), ('num', 'dt'), ('string', 'string'), ('date', 'datetext'), ('ts', 'tstext'), ('bool', 'booltext'), ('bool', 'bool'), ('binary', 'binary'), ('ints', 'ints'), ('struct', 'struct'), ('string', 'int'), ('decimal', 'decimal'), ('decimal', 'decimal'), ('decimal', 'bigint'), ('decimal', 'double')]


class Draw:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def value(self, kind):
        if kind in GROUPS:
            kind = self.r.choice(GROUPS[kind])
        return self.r.choice(POOLS[kind])

    def args(self, kinds):
        # kinds that end in 2 share one group's kind, so that most calls have a common type
        shared = {}
        out = []
        for kind in kinds:
            if kind.endswith('2') and kind[:-1] in GROUPS:
                chosen = shared.setdefault(kind, self.r.choice(GROUPS[kind[:-1]])) if self.r.random() < 0.8 else self.r.choice(GROUPS[kind[:-1]])
                out.append(self.r.choice(POOLS[chosen]))
            else:
                out.append(self.value(kind))
        return out

    def expression(self):
        pick = self.r.random()
        if pick < 0.14:
            mode = self.r.choice(['CAST', 'CAST', 'TRY_CAST'])
            return f'{mode}({self.value("castable")} AS {self.value("type")})'
        if pick < 0.30:
            left, right = self.r.choice(PAIRS)
            return f'{self.value(left)} {self.r.choice(BINARY)} {self.value(right)}'
        if pick < 0.34:
            kinds = self.r.choice(['num', 'ordered', 'time'])
            a, b, c = self.value(kinds), self.value(kinds), self.value(kinds)
            return self.r.choice([f'{a} BETWEEN {b} AND {c}', f'{a} IN ({b}, {c})', f'{a} NOT IN ({b}, {c})', f'CASE WHEN {self.value("bool")} THEN {a} ELSE {b} END', f'timestampdiff({self.value("unitword")}, {self.value("ts")}, {self.value("ts")})', f'timestampadd({self.value("unitword")}, {self.value("small")}, {self.value("time")})', f'-({a})', f'extract({self.value("field")[1:-1]} FROM {self.value("time")})'])
        if pick < 0.55:
            kind = self.r.choice([k for k in ONE if ONE[k]])
            return f'{self.r.choice(ONE[kind])}({self.value(kind)})'
        name, *kinds = self.r.choice(CALLS)
        if name == 'extract_':
            name = 'date_part'
        args = ', '.join(self.args(kinds))
        if name in ('like', 'ilike', 'rlike'):
            a, b = self.args(kinds)
            return f'{a} {name.upper()} {b}'
        return f'{name}({args})'


CALLS = [call.split() for call in MANY.replace('\n', ';').split(';') if call.strip()]


def expressions(seed, n):
    draw, seen = Draw(seed), []
    known = set()
    while len(seen) < n:
        sql = draw.expression()
        if sql not in known and '\n' not in sql:
            known.add(sql)
            seen.append(sql)
    return seen

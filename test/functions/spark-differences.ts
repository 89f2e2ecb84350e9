// Expressions whose answer is not Spark's, and why.
const LAST_DIGIT = 'Java and JavaScript engines may differ in the last digit of transcendental functions';
const LENIENT = 'Caudal casts text implicitly where Spark refuses it';

export const DIFFERENCES: Readonly<Record<string, string>> = {
  "greatest(1, '2')": LENIENT,
  "unix_date('1970-01-02')": LENIENT,
  'exp(1)': LAST_DIGIT,
  'cosh(1)': LAST_DIGIT,
  'asinh(1)': LAST_DIGIT,
  "quote('Don\\'t')": 'quote is a function of Spark 4.1; the answers are of 4.0',
};

interface DrawnDifference {
  readonly pattern: RegExp;
  readonly reason: string;
}
/** Kinds of drawn expressions (spark-random.json). */
export const DRAWN_DIFFERENCES: readonly DrawnDifference[] = [
  { pattern: /^(?:try_)?validate_utf8\(/, reason: 'not among the functions of the contract' },
  { pattern: /^(?:try_to_date|bitwise_not)\(/, reason: 'functions of the contract that Spark 4.0 has under no SQL name' },
  { pattern: /'(?:epoch|now)'/, reason: 'names of moments are no text of dates' },
  { pattern: /'12:30:45'/, reason: 'a time alone means the day on which it is asked' },
  {
    pattern: /^mask\(|^array_insert\(CAST\(NULL|^regexp_replace\(.*CAST\(NULL AS STRING\)/,
    reason: 'arguments that Spark refuses when it analyzes are taken as far as they make sense',
  },
  { pattern: /^unix_(?:micros|seconds)\((?:DATE|TIMESTAMP_NTZ)|^greatest\(|^format_number\('/, reason: LENIENT },
  { pattern: /^CAST\(NULL AS \w+\) [<=]/, reason: 'both sides are evaluated, also beside NULL' },
  {
    pattern: /^format_number\(.*(?:, 400|%')\)$/,
    reason: 'more digits than a double has, and percent signs in patterns, are not supported',
  },
  { pattern: /'%h'/, reason: 'hash codes of Java objects are not supported' },
  { pattern: /a\+\+/, reason: 'possessive quantifiers are refused by name' },
  { pattern: /^lpad\(X'00', -1, X''\)$/, reason: 'a NegativeArraySizeException inside Spark' },
  {
    pattern: /^TRY_CAST\(TIMESTAMP.* AS FLOAT\)$/,
    reason: 'Java 17 prints more digits of some floats than tell them apart (JDK-4511638)',
  },
  { pattern: /^(?:atan2|hypot)\(/, reason: LAST_DIGIT },
  { pattern: /３/, reason: 'digits are those of ASCII' },
  { pattern: /^try_to_timestamp\(.*, 'E'\)$/, reason: 'a pattern that gives no date fits no text' },
  {
    pattern: /^from_unixtime\(9007199254740993L|^date_(?:add|sub)\(.*, 2147483647\)$/,
    reason: 'Spark wraps around 64 or 32 bits',
  },
  { pattern: /^timestamp_seconds\(0\.0{37}1\)$/, reason: 'what is finer than a microsecond is rounded' },
];

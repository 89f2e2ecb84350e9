// Functions of JSON text.
import { INT, STRING, arrayOf } from '../../../types/data-type.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { rule, takes } from '../../signature.ts';
import { isArray, isObject, parseJson } from './json-text.ts';
import { textAtPath } from './path.ts';
import { toJson } from './to-json.ts';

const common = { group: 'json', nulls: 'propagate', fallible: false } as const;
const NESTED = rule('a struct, array or map', (t) =>
  t.kind === 'struct' || t.kind === 'array' || t.kind === 'map' ? t : undefined,
);

export const JSON_FUNCTIONS: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'get_json_object',
    aliases: ['json_extract_string'],
    doc: 'What stands at a path of JSON text, as text.',
    example: ["get_json_object('{\"a\":[1,2]}', '$.a[1]')", '2'],
    signature: takes([STRING, STRING], STRING),
    value: ([text, path]) => {
      const json = parseJson(text as string);
      return json === undefined ? null : textAtPath(json, path as string);
    },
  }),
  scalar({
    ...common,
    name: 'json_array_length',
    doc: 'Elements of a JSON array; NULL for anything else.',
    example: ["json_array_length('[1, 2]')", '2'],
    signature: takes([STRING], INT),
    value: ([text]) => {
      const json = parseJson(text as string);
      return json !== undefined && isArray(json) ? json.length : null;
    },
  }),
  scalar({
    ...common,
    name: 'json_object_keys',
    aliases: ['json_keys'],
    doc: 'Keys of the outermost JSON object.',
    example: ['json_object_keys(\'{"a":1}\')', '[a]'],
    signature: takes([STRING], arrayOf(STRING)),
    value: ([text]) => {
      const json = parseJson(text as string);
      return json !== undefined && isObject(json) ? [...json.keys()] : null;
    },
  }),
  scalar({
    ...common,
    name: 'to_json',
    doc: 'JSON text of a struct, array or map.',
    example: ["to_json(named_struct('a', 1))", '{"a":1}'],
    signature: takes([NESTED], STRING),
    value: ([x], context, types) => toJson(x!, types[0]!, context.timeZone),
  }),
];

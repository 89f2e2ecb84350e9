// Exports of family string: concatenation, integers as text.
export { addLengths, appendRows, positionRows } from './concat';
export { formatI64, parseI64 } from './integers';

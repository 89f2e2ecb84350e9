// What keeps state from epoch to epoch, its planners and its operators: one import for who loads it when it is needed.
export { STATEFUL_OPERATORS } from './operators/stateful.ts';
export { STATEFUL_PLANNERS } from './plan/stateful.ts';

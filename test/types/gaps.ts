// gaps.ts: where the package does not reach the contract (the *.d.ts beside this file) yet, each with its reason.
// scripts/check-contract.ts fails when an entry is stale.

export interface Gap {
  readonly reason: string;
  readonly names: readonly string[];
}

/** Names of the contract that do not exist. */
export const NOT_YET: readonly Gap[] = [
  {
    reason: 'RDDs, with their broadcast values and accumulators, are an issue of their own.',
    names: ['Session.broadcast', 'Session.accumulator', 'DataFrame.toRdd'],
  },
  {
    reason: 'Functions written in JavaScript are an issue of their own.',
    names: ['udf', 'vectorUdf', 'Session.udf'],
  },
  {
    reason: 'Lambda functions come with nested types.',
    names: [
      'functions/transform',
      'functions/filter',
      'functions/exists',
      'functions/forall',
      'functions/aggregate',
      'functions/reduce',
      'functions/zipWith',
      'functions/transformKeys',
      'functions/transformValues',
      'functions/mapFilter',
      'functions/mapZipWith',
    ],
  },
  {
    reason: 'JSON, CSV and VARIANT values inside columns come with nested types.',
    names: [
      'functions/fromJson',
      'functions/jsonTuple',
      'functions/schemaOfJson',
      'functions/fromCsv',
      'functions/toCsv',
      'functions/schemaOfCsv',
      'functions/parseJson',
      'functions/tryParseJson',
      'functions/variantGet',
      'functions/tryVariantGet',
    ],
  },
  { reason: 'Grouping sets are an issue of their own.', names: ['functions/grouping', 'functions/groupingId'] },
  {
    reason: 'Not among the functions of this first version.',
    names: [
      'functions/toNumber',
      'functions/tryToNumber',
      'functions/toChar',
      'functions/toVarchar',
      'functions/makeInterval',
      'functions/bitmapConstructAgg',
      'functions/histogramNumeric',
      'functions/hllSketchAgg',
      'functions/hllSketchEstimate',
      'functions/stack',
      'functions/inputFileName',
    ],
  },
  { reason: 'The embedded event log is an issue of its own.', names: ['EventLog'] },
];

/** Names whose type is less precise than the contract's. */
export const LOOSER: readonly Gap[] = [
  {
    reason: "over() takes what Window makes, which carries its specification; the contract's WindowSpec has the methods alone.",
    names: ['Column.over'],
  },
];

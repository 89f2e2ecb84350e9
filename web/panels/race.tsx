// race.tsx: the race as two lanes, and whether both engines gave the same rows.
import { counted, formatCount, formatMs } from '../format.ts';
import type { Example, Verdict } from '../compare.ts';
import { RUNS, canRace, race, racing, startRace, stopRace } from '../race.ts';
import type { Lap } from '../race.ts';
import { Icon } from './icon.tsx';

function Lanes({ laps }: { readonly laps: readonly Lap[] }) {
  const slowest = Math.max(...laps.map((l) => l.ms));
  return (
    <table class="lanes">
      <thead>
        <tr>
          <th scope="col">Engine</th>
          <th scope="col">Time</th>
          <th scope="col" class="lane" />
          <th scope="col">Rows</th>
          <th scope="col">Loading</th>
        </tr>
      </thead>
      <tbody>
        {laps.map((l) => (
          <tr key={l.engine}>
            <th scope="row">{l.engine}</th>
            <td class="time">{formatMs(l.ms)}</td>
            <td class="lane">
              <span style={{ width: `${Math.max(0.5, (100 * l.ms) / slowest)}%` }} />
            </td>
            <td>{formatCount(l.rows)}</td>
            <td class="dim">{l.loadMs > 0 ? formatMs(l.loadMs) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
function Examples({ examples }: { readonly examples: readonly Example[] }) {
  return (
    <table class="examples">
      <tbody>
        {examples.flatMap(({ ours, theirs }, i) =>
          [
            { who: 'Caudal', cells: ours },
            { who: 'DuckDB', cells: theirs },
          ].map(({ who, cells }) => (
            <tr key={`${i}${who}`}>
              <th scope="row">{who}</th>
              {cells.map((cell, c) => (
                <td key={c} class={ours[c] === theirs[c] ? '' : 'differs'}>
                  {cell}
                </td>
              ))}
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
function Judgement({ verdict }: { readonly verdict: Verdict }) {
  switch (verdict.kind) {
    case 'equal':
      return (
        <p class="verdict same">
          <Icon name="check" /> Same rows: {counted(verdict.rows, 'row')} × {counted(verdict.columns, 'column')}, compared value
          by value.
        </p>
      );
    case 'counted':
      return (
        <p class="verdict">
          <Icon name="check" /> Same number of rows. {formatCount(verdict.values)} values are too many to compare here.
        </p>
      );
    case 'shape':
      return (
        <p class="verdict differ">
          <Icon name="alert" /> The results differ: {counted(verdict.ours.rows, 'row')} ×{' '}
          {counted(verdict.ours.columns, 'column')} here, {counted(verdict.theirs.rows, 'row')} ×{' '}
          {counted(verdict.theirs.columns, 'column')} from DuckDB.
        </p>
      );
    case 'values':
      return (
        <>
          <p class="verdict differ">
            <Icon name="alert" /> The results differ in {formatCount(verdict.differing)} of {counted(verdict.rows, 'row')}. The
            dialects do not agree everywhere (log, NULLs in sorting, casts), and LIMIT without a full ORDER BY may pick other
            rows.
          </p>
          <Examples examples={verdict.examples} />
        </>
      );
  }
}
function Ratio({ laps: [ours, theirs] }: { readonly laps: readonly Lap[] }) {
  if (!ours || !theirs) return null;
  const isFaster = ours.ms <= theirs.ms;
  const ratio = isFaster ? theirs.ms / ours.ms : ours.ms / theirs.ms;
  return (
    <p class="ratio">
      <b>{ratio.toFixed(1)}×</b> {isFaster ? 'faster than' : 'slower than'} {theirs.engine}
    </p>
  );
}
export function Race() {
  const state = race.value;
  if (!canRace)
    return (
      <div class="race">
        <p class="none">
          The race needs DuckDB-WASM, 33 MB that this packaged page leaves out, and it fetches nothing from elsewhere. In a clone
          of the repository <code>npm start</code> serves the page that has it.
        </p>
      </div>
    );
  return (
    <div class="race" tabIndex={0} role="region" aria-label="Race">
      <p class="start">
        {racing.value ? (
          <button class="run stop" onClick={stopRace}>
            <Icon name="stop" /> Stop
          </button>
        ) : (
          <button class="run" onClick={() => void startRace()}>
            <Icon name="race" /> Race this query
          </button>
        )}
        <span class="dim" role="status">
          {state?.step ||
            `Both engines hold the rows in memory; one run to warm up, then the median of ${RUNS}, from the text to the whole Arrow table.`}
        </span>
      </p>
      {state?.laps.length ? <Lanes laps={state.laps} /> : null}
      {state ? <Ratio laps={state.laps} /> : null}
      {state?.verdict ? <Judgement verdict={state.verdict} /> : null}
      {state?.failure ? (
        <p class="verdict differ" role="alert">
          <Icon name="alert" /> {state.failure}
        </p>
      ) : null}
    </div>
  );
}

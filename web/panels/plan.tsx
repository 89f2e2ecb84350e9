// plan.tsx: how the rows came about: the operators of the run that gave them, drawn as a tree from the result down to the files, each
// with rows, time, its share of all time; between stages what was exchanged.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { QueryProfile, StageProfile } from '../../src/index.ts';
import { counted, formatBytes, formatMs, formatShare } from '../format.ts';
import { drawPlan } from '../plan-tree.ts';
import type { DrawnInput, DrawnOperator } from '../plan-tree.ts';
import { outcome } from '../state.ts';
import { Failure } from './results.tsx';

/** Files beside the page are named without its address. */
const PAGE = new URL('.', document.baseURI).href;
/** From here on an operator is where the time goes. */
const HOT = 0.3;

const SCAN_FACTS: readonly (readonly [all: string, read: string, label: string])[] = [
  ['files', 'filesRead', 'files'],
  ['rowGroups', 'rowGroupsRead', 'row groups'],
  ['pages', 'pagesRead', 'pages'],
];
function scanFacts({ scan, bytesRead }: StageProfile): string[] {
  const counts = SCAN_FACTS.filter(([all]) => scan[all] !== undefined);
  return [`${formatBytes(bytesRead)} read`, ...counts.map(([all, read, label]) => `${scan[read] ?? 0} of ${scan[all]} ${label}`)];
}
/** One line of its expressions; a click shows them all. */
function Operator({ node: { operator, share, scan } }: { readonly node: DrawnOperator }) {
  const [isOpen, setOpen] = useState(false);
  const detail = operator.detail.replaceAll(PAGE, '');
  return (
    <button
      class={share >= HOT ? 'operator hot' : 'operator'}
      aria-expanded={isOpen}
      title={detail}
      onClick={() => setOpen(!isOpen)}
    >
      <span class="line">
        <b>{operator.name}</b>
        <span>{counted(operator.rows, 'row')}</span>
        <span class="time">{formatMs(operator.elapsedMs)}</span>
      </span>
      {detail === '' ? null : <span class="detail">{detail}</span>}
      {scan ? <span class="scan">{scanFacts(scan).join(' · ')}</span> : null}
      <span class="line">
        <span class="share">
          <span style={{ width: `${share * 100}%` }} />
        </span>
        <span class="percent">{formatShare(share)}</span>
      </span>
    </button>
  );
}
function Exchange({ stage, isResult }: { readonly stage: StageProfile; readonly isResult: boolean }) {
  const facts = [
    counted(stage.tasks, 'task'),
    `${formatBytes(stage.outputBytes)} out`,
    `${formatBytes(stage.peakBytes)} memory`,
    ...(isResult ? [] : [stage.partitioning]),
  ];
  return (
    <div class="exchange">
      <b>{isResult ? 'Result' : `Stage ${stage.id}`}</b> {facts.join(' · ')}
    </div>
  );
}
function Branch({ input: { exchange, node }, isResult = false }: { readonly input: DrawnInput; readonly isResult?: boolean }) {
  return (
    <li>
      {exchange ? <Exchange stage={exchange} isResult={isResult} /> : null}
      {node ? <Operator node={node} /> : <p class="again dim">drawn elsewhere in this plan</p>}
      {node && node.inputs.length > 0 ? (
        <ul>
          {node.inputs.map((input, i) => (
            <Branch key={i} input={input} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
function Drawing({ profile }: { readonly profile: QueryProfile }) {
  const { root, operatorMs, tasks, bytesRead, peakBytes } = drawPlan(profile);
  const facts = [
    `${formatMs(profile.elapsedMs)} from start to end`,
    `${formatMs(operatorMs)} of work on all threads`,
    `${counted(profile.stages.length, 'stage')}, ${counted(tasks, 'task')}`,
    `${formatBytes(bytesRead)} read`,
    `${formatBytes(peakBytes)} memory at most per thread`,
  ];
  return (
    <div class="drawing">
      <p class="summary">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <ul class="tree" aria-label="Operators, the result first">
        <Branch input={root} isResult />
      </ul>
    </div>
  );
}
export function Plan() {
  const ended = outcome.value;
  const profile = ended.kind === 'rows' ? ended.profile : undefined;
  const host = useRef<HTMLDivElement>(null);
  // A tree wider than the window starts with its root in view.
  useLayoutEffect(() => {
    const { current } = host;
    if (current) current.scrollLeft = (current.scrollWidth - current.clientWidth) / 2;
  }, [profile]);
  if (ended.kind === 'error') return <Failure error={ended.error} />;
  return (
    <div class="plan" ref={host} tabIndex={0} role="region" aria-label="Plan">
      {profile ? <Drawing profile={profile} /> : <p class="none">Run a query to see how its rows came about.</p>}
    </div>
  );
}

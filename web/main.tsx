// main.tsx: the page. Panels read and write the signals of state.ts; nothing here knows the engine.
import { signal } from '@preact/signals';
import { render } from 'preact';
import { loadFunctions } from './completion.ts';
import { acceptDrop } from './files.ts';
import { warmUp } from './engine.ts';
import { Divider, editorHeight } from './panels/divider.tsx';
import { Editor } from './panels/editor.tsx';
import { Files } from './panels/files.tsx';
import { Header } from './panels/header.tsx';
import { Icon } from './panels/icon.tsx';
import { Plan } from './panels/plan.tsx';
import { Race } from './panels/race.tsx';
import { Results } from './panels/results.tsx';
import { Stream } from './panels/stream.tsx';
import { Toolbar } from './panels/toolbar.tsx';
import { notice, view } from './state.ts';
import type { View } from './state.ts';
import { welcomeBack } from './streaming.ts';

const PANELS: Readonly<Record<View, () => preact.JSX.Element>> = { rows: Results, plan: Plan, race: Race, stream: Stream };
const dragging = signal(false);

function Notice() {
  if (notice.value === '') return null;
  return (
    <div class="notice" role="alert">
      {notice.value}
      <button class="quiet square" aria-label="Close" onClick={() => (notice.value = '')}>
        <Icon name="close" />
      </button>
    </div>
  );
}
function App() {
  const Panel = PANELS[view.value];
  return (
    <div
      class={dragging.value ? 'app dragging' : 'app'}
      onDragOver={(e) => {
        e.preventDefault();
        dragging.value = true;
      }}
      onDragLeave={(e) => {
        if (e.relatedTarget === null) dragging.value = false;
      }}
      onDrop={(e) => {
        dragging.value = false;
        acceptDrop(e);
      }}
    >
      <Header />
      <Files />
      <main style={{ gridTemplateRows: `minmax(80px, ${editorHeight.value}%) auto auto minmax(0, 1fr)` }}>
        <Editor />
        <Divider />
        <Toolbar />
        <div class="output" id="output" role="tabpanel" aria-labelledby={`tab-${view.value}`}>
          <Panel />
        </div>
      </main>
      <Notice />
    </div>
  );
}
render(<App />, document.getElementById('app')!);
void loadFunctions();
void warmUp();
welcomeBack();

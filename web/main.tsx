// main.tsx: the page. Panels read and write the signals of state.ts; nothing here knows the engine.
import { render } from 'preact';
import { Editor } from './panels/editor.tsx';
import { Files } from './panels/files.tsx';
import { Header } from './panels/header.tsx';
import { Plan } from './panels/plan.tsx';
import { Race } from './panels/race.tsx';
import { Results } from './panels/results.tsx';
import { Status } from './panels/status.tsx';
import { acceptDrop, view } from './state.ts';

function App() {
  return (
    <div class="app" onDragOver={(e) => e.preventDefault()} onDrop={acceptDrop}>
      <Header />
      <Files />
      <main>
        <Editor />
        <Status />
        <div class="output">{view.value === 'plan' ? <Plan /> : view.value === 'race' ? <Race /> : <Results />}</div>
      </main>
    </div>
  );
}
render(<App />, document.getElementById('app')!);

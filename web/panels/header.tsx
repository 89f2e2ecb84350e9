// header.tsx: the name, and the switch between dark and light.
import { theme } from '../state.ts';

export function Header() {
  const other = theme.value === 'dark' ? 'light' : 'dark';
  return (
    <header>
      <h1>
        Caudal <span>playground</span>
      </h1>
      <p>Your files stay in this page.</p>
      <button class="quiet" title={`Switch to ${other}`} onClick={() => (theme.value = other)}>
        {theme.value === 'dark' ? '☀' : '☾'}
      </button>
    </header>
  );
}

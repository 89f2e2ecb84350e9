// header.tsx: the name, the promise that files stay here, and the switch between dark and light.
import { chooseTheme, theme } from '../state.ts';
import { Icon } from './icon.tsx';

export function Header() {
  const other = theme.value === 'dark' ? 'light' : 'dark';
  return (
    <header>
      <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path d="M2 7c4 0 4 3 8 3s4-3 12-3" />
        <path d="M2 12c4 0 4 3 8 3s4-3 12-3" />
        <path d="M2 17c4 0 4 3 8 3s4-3 12-3" />
      </svg>
      <h1>
        Caudal <span>playground</span>
      </h1>
      <p>
        <Icon name="lock" />
        Your files stay in this page: nothing is uploaded.
      </p>
      <button
        class="quiet square"
        title={`Switch to ${other}`}
        aria-label={`Switch to ${other} colours`}
        onClick={() => chooseTheme(other)}
      >
        <Icon name={other === 'dark' ? 'moon' : 'sun'} />
      </button>
    </header>
  );
}

// divider.tsx: the line between editor and output: dragged, or moved with the arrow keys.
import { signal } from '@preact/signals';

const SMALLEST = 15;
const LARGEST = 75;
/** The editor's part of the height, in percent. */
export const editorHeight = signal(32);
const setHeight = (percent: number): void => void (editorHeight.value = Math.min(LARGEST, Math.max(SMALLEST, percent)));

export function Divider() {
  const drag = (e: PointerEvent): void => {
    const handle = e.currentTarget as HTMLElement;
    if (!handle.hasPointerCapture(e.pointerId)) return;
    const { top, height } = handle.parentElement!.getBoundingClientRect();
    setHeight((100 * (e.clientY - top)) / height);
  };
  const move = (e: KeyboardEvent): void => {
    const step = e.key === 'ArrowUp' ? -3 : e.key === 'ArrowDown' ? 3 : 0;
    if (step === 0) return;
    e.preventDefault();
    setHeight(editorHeight.value + step);
  };
  return (
    <div
      class="divider"
      role="separator"
      tabIndex={0}
      aria-label="Height of the editor"
      aria-orientation="horizontal"
      aria-valuemin={SMALLEST}
      aria-valuemax={LARGEST}
      aria-valuenow={Math.round(editorHeight.value)}
      onPointerDown={(e) => (e.currentTarget as HTMLElement).setPointerCapture(e.pointerId)}
      onPointerMove={drag}
      onKeyDown={move}
    />
  );
}

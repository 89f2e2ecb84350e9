// editor.tsx: the SQL editor: completion, the error beside its line, Ctrl/Cmd+Enter runs. Tab moves on to the next control.
import { acceptCompletion, autocompletion, closeBrackets, closeCompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { functions, languageFor } from '../completion.ts';
import { run } from '../query.ts';
import { error, files, running, sql } from '../state.ts';
import type { QueryError } from '../state.ts';

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)', fontWeight: '600' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--function)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--number)' },
  { tag: tags.comment, color: 'var(--dim)', fontStyle: 'italic' },
]);
const language = new Compartment();
let mounted: EditorView | undefined;

/** Replaces the selection; the tree of files calls it. */
export function insertText(text: string): void {
  if (!mounted) return;
  mounted.dispatch(mounted.state.replaceSelection(text));
  mounted.focus();
}
/** Puts the cursor where an error is. */
export function goTo({ line, column }: { readonly line: number; readonly column: number }): void {
  if (!mounted || line > mounted.state.doc.lines) return;
  const at = mounted.state.doc.line(line);
  mounted.dispatch({ selection: { anchor: Math.min(at.to, at.from + column - 1) }, scrollIntoView: true });
  mounted.focus();
}

function newEditor(parent: HTMLElement): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: sql.value,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        lintGutter(),
        closeBrackets(),
        bracketMatching(),
        autocompletion({ icons: true }),
        language.of(languageFor(files.value, functions.value)),
        syntaxHighlighting(highlight),
        placeholder("SELECT … FROM 'file.parquet'"),
        Prec.highest(
          keymap.of([
            { key: 'Mod-Enter', run: (editor) => (closeCompletion(editor), void run(), true), preventDefault: true },
            { key: 'Tab', run: acceptCompletion },
          ]),
        ),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) sql.value = update.state.doc.toString();
        }),
      ],
    }),
  });
}
/** Marks where the error is, as long as the text is the one that failed. */
function markError(editor: EditorView, e: QueryError | null, text: string): void {
  const { doc } = editor.state;
  if (!e?.position || e.position.line > doc.lines || e.text !== text) {
    editor.dispatch(setDiagnostics(editor.state, []));
    return;
  }
  const line = doc.line(e.position.line);
  const from = Math.min(line.to, line.from + e.position.column - 1);
  const word = /^[\w.'"`]+/.exec(doc.sliceString(from, line.to))?.[0].length ?? 1;
  const message = e.hint ? `${e.message} ${e.hint}` : e.message;
  editor.dispatch(setDiagnostics(editor.state, [{ from, to: Math.min(doc.length, from + word), severity: 'error', message }]));
}
export function Editor() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const editor = (mounted = newEditor(host.current!));
    const stops = [
      effect(() => {
        const text = sql.value;
        if (text !== editor.state.doc.toString())
          editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
      }),
      effect(() => editor.dispatch({ effects: language.reconfigure(languageFor(files.value, functions.value)) })),
      effect(() => markError(editor, running.value ? null : error.value, sql.value)),
    ];
    return () => {
      for (const stop of stops) stop();
      editor.destroy();
    };
  }, []);
  return <div class="editor" ref={host} />;
}

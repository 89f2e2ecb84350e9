// editor.tsx: the SQL editor: completion of files, columns and keywords, the error beside its line, Ctrl/Cmd+Enter runs.
import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { SQLDialect, StandardSQL, sql as sqlLanguage } from '@codemirror/lang-sql';
import { HighlightStyle, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { error, files, run, sql } from '../state.ts';

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--string)' },
  { tag: tags.number, color: 'var(--number)' },
  { tag: tags.comment, color: 'var(--dim)' },
]);
const dialect = SQLDialect.define({ ...StandardSQL.spec, backslashEscapes: true, identifierQuotes: '`"' });
const language = new Compartment();
const languageFor = (tables: typeof files.value) =>
  sqlLanguage({
    dialect,
    upperCaseKeywords: true,
    schema: Object.fromEntries(tables.map((t) => [`'${t.name}'`, t.columns.map((c) => c.name)])),
    tables: tables.flatMap((t) => t.columns.map((c) => ({ label: c.name, type: 'property', detail: c.type }))),
  });

function newEditor(parent: HTMLElement): EditorView {
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: sql.value,
      extensions: [
        lineNumbers(),
        history(),
        lintGutter(),
        closeBrackets(),
        bracketMatching(),
        autocompletion(),
        language.of(languageFor(files.value)),
        syntaxHighlighting(highlight),
        placeholder("SELECT … FROM 'file.parquet'"),
        keymap.of([
          { key: 'Mod-Enter', run: () => (void run(), true), preventDefault: true },
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) sql.value = update.state.doc.toString();
        }),
      ],
    }),
  });
}
/** Where the error is, as a range of the document. */
function showError(editor: EditorView): void {
  const { doc } = editor.state;
  const e = error.value;
  if (!e || e.line === undefined || e.line > doc.lines) {
    editor.dispatch(setDiagnostics(editor.state, []));
    return;
  }
  const line = doc.line(e.line);
  const from = Math.min(line.to, line.from + (e.column ?? 1) - 1);
  const word = /^[\w.'"`]+/.exec(doc.sliceString(from, line.to))?.[0].length ?? 1;
  editor.dispatch(
    setDiagnostics(editor.state, [{ from, to: Math.min(doc.length, from + word), severity: 'error', message: e.message }]),
  );
}
export function Editor() {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const editor = newEditor(host.current!);
    const stops = [
      effect(() => {
        const text = sql.value;
        if (text !== editor.state.doc.toString())
          editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
      }),
      effect(() => editor.dispatch({ effects: language.reconfigure(languageFor(files.value)) })),
      effect(() => showError(editor)),
    ];
    return () => {
      for (const stop of stops) stop();
      editor.destroy();
    };
  }, []);
  return <div class="editor" ref={host} />;
}

// Lines typed in the shell until a statement is complete: a semicolon outside quotes and comments.

/** Whether the text ends in a semicolon that ends a statement. */
export function isComplete(text: string): boolean {
  const bare = text.replace(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\//g, ' ');
  return /;\s*$/.test(bare) && !/['"`]/.test(bare) && !bare.includes('/*');
}

// JSON lines as one JSON array: each line is a value, so only what stands between lines changes. Digits stay as they are.

export interface JsonArray {
  transform(chunk: Uint8Array): string;
  end(): string;
}
export function jsonArray(): JsonArray {
  const decoder = new TextDecoder();
  let isFirst = true;
  let rest = '';
  const lines = (complete: readonly string[]): string =>
    complete
      .map((line) => {
        const before = isFirst ? '[\n' : ',\n';
        isFirst = false;
        return before + line;
      })
      .join('');
  return {
    transform(chunk) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop()!;
      return lines(parts);
    },
    end() {
      const last = rest === '' ? '' : lines([rest]);
      return `${last}${isFirst ? '[]\n' : '\n]\n'}`;
    },
  };
}

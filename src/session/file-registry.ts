// `session.files`: names given to files, looked up before URLs and paths.

export class FileRegistry {
  readonly #sources = new Map<string, unknown>();
  set(name: string, source: unknown): void {
    this.#sources.set(name, source);
  }
  delete(name: string): boolean {
    return this.#sources.delete(name);
  }
  list(): string[] {
    return [...this.#sources.keys()];
  }
  get sources(): ReadonlyMap<string, unknown> {
    return this.#sources;
  }
}

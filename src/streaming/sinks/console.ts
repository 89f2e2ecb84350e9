// console: each epoch's rows as `show` prints them, under its number. Options: numRows (20), truncate (true).
import type { Schema } from '../../types/data-type.ts';
import type { SinkDefinition } from '../sink.ts';

const RULE = '-------------------------------------------';

export const consoleSink: SinkDefinition = {
  name: 'console',
  modes: ['append', 'update', 'complete', 'changelog'],
  create: ({ options }, host) => {
    const rows = Number(options['numrows'] ?? 20);
    const truncate = String(options['truncate'] ?? true) === 'true';
    let schema: Schema = [];
    return {
      description: 'ConsoleSink',
      open: (given) => void (schema = given),
      async addEpoch({ id, frames }) {
        const text = await host.withFrame(schema, frames, (df) => df.showString(rows, truncate));
        console.log(`${RULE}\nBatch: ${id}\n${RULE}\n${text}`);
      },
    };
  },
};

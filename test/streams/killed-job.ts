// The process that killed.test.ts kills: two queries over a folder of files, each with a checkpoint. One keeps groups and writes each
// epoch's rows to a file of the epoch's number, one writes part files. Arguments: folder, workers, milliseconds to dawdle per epoch.

import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { Session } from '../../src/index.ts';

const [folder, workers, dawdleMs] = process.argv.slice(2) as [string, string, string];
const session = await Session.create({ workers: Number(workers) });
process.stdout.write('started');
const input = () => session.readStream.schema('k string, n int').option('maxFilesPerTrigger', 1).json(`${folder}/in`);

const groups = await input()
  .groupBy('k')
  .agg({ n: 'sum', '*': 'count' })
  .writeStream.outputMode('update')
  .option('checkpointLocation', `${folder}/cp-groups`)
  .option('checkpointInterval', 2)
  .foreachBatch(async (batch, id) => {
    const rows = (await batch.collect({ rows: 'array' })).map((row) => JSON.stringify(row));
    const path = `${folder}/groups/${id}`;
    await new Promise((resolve) => setTimeout(resolve, Number(dawdleMs)));
    writeFileSync(`${path}.tmp`, rows.join('\n'));
    renameSync(`${path}.tmp`, path);
  })
  .trigger({ availableNow: true })
  .start();
const files = await input()
  .filter('n % 3 <> 0')
  .writeStream.format('json')
  .option('checkpointLocation', `${folder}/cp-files`)
  .trigger({ availableNow: true })
  .start(`${folder}/out`);
await Promise.all([groups.awaitTermination(), files.awaitTermination()]);
await session.close();
if (!existsSync(`${folder}/done`)) writeFileSync(`${folder}/done`, '');

// websocket and eventsource: rows a server pushes, over the host's client, which stands here as a class of the same events.
import { afterEach, expect, it, vi } from 'vitest';
import { Session } from '../../src/index.ts';
import type { StreamingQuery } from '../../src/dataframe/streaming-query.ts';

class Client extends EventTarget {
  static last: Client;
  readonly CLOSED = 2;
  readyState = 1;
  isClosed = false;
  readonly url: string;
  readonly protocols: readonly string[] | undefined;
  constructor(url: string, protocols?: readonly string[]) {
    super();
    this.url = url;
    this.protocols = protocols;
    Client.last = this;
  }
  close(): void {
    this.isClosed = true;
  }
  say(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: typeof data === 'object' ? JSON.stringify(data) : data }));
  }
  hangUp(code: number, reason = ''): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}
afterEach(() => vi.unstubAllGlobals());

const rows: string[] = [];
async function start(session: Session, format: string, url: string): Promise<StreamingQuery> {
  rows.length = 0;
  return session.readStream
    .format(format)
    .schema('t timestamp, v int')
    .option('url', url)
    .load()
    .writeStream.foreach((row) => rows.push(`${row['t']?.toISOString()} ${row['v']}`))
    .start();
}

it('gives each message of a WebSocket as a row, until the server closes', async () => {
  vi.stubGlobal('WebSocket', Client);
  await using session = await Session.create({ workers: 0 });
  const query = await start(session, 'websocket', 'wss://host/feed');
  expect([Client.last.url, Client.last.protocols]).toEqual(['wss://host/feed', []]);
  Client.last.say({ t: '2026-01-01T00:00:00Z', v: 1, other: true });
  await vi.waitFor(() => expect(rows).toEqual(['2026-01-01T00:00:00.000Z 1']));
  Client.last.say([{ t: 0, v: 2 }, { v: 3 }]);
  Client.last.hangUp(1000);
  await query.awaitTermination();
  expect(rows.slice(1)).toEqual(['1970-01-01T00:00:00.000Z 2', 'undefined 3']);
});
it('closes the connection when the query stops, and connects anew when it starts', async () => {
  vi.stubGlobal('WebSocket', Client);
  await using session = await Session.create({ workers: 0 });
  const query = await start(session, 'websocket', 'ws://host');
  const first = Client.last;
  await query.stop();
  expect(first.isClosed).toBe(true);
  await start(session, 'websocket', 'ws://host');
  expect(Client.last).not.toBe(first);
});
it.each([
  ['a lost connection', (c: Client) => c.hangUp(1006), /SOURCE_FAILED.*ws:\/\/host is lost: code 1006/s],
  ['a connection that is not allowed', (c: Client) => c.dispatchEvent(new Event('error')), /SOURCE_FAILED.*could not be made/s],
  ['no JSON', (c: Client) => c.say('{"v":'), /MALFORMED_RECORD/],
  ['binary', (c: Client) => c.say(1), /MALFORMED_RECORD.*binary/s],
  ['another type', (c: Client) => c.say({ v: 'one' }), /`v`, row 0: 'one' is not a value of type int/],
  ['no row', (c: Client) => c.say('7'), /Row 0 of a stream is a number/],
])('fails the query: %s', async (_what, event, message) => {
  vi.stubGlobal('WebSocket', Client);
  await using session = await Session.create({ workers: 0 });
  const query = await start(session, 'websocket', 'ws://host');
  event(Client.last);
  await expect(query.awaitTermination()).rejects.toThrow(message);
});
it('reads server-sent events, and fails when the browser gives up', async () => {
  vi.stubGlobal('EventSource', Client);
  await using session = await Session.create({ workers: 0 });
  const query = await start(session, 'eventsource', 'https://host/events');
  Client.last.say({ v: 5 });
  Client.last.dispatchEvent(new Event('error'));
  await vi.waitFor(() => expect(rows).toEqual(['undefined 5']));
  Client.last.readyState = 2;
  Client.last.dispatchEvent(new Event('error'));
  await expect(query.awaitTermination()).rejects.toThrow(/SOURCE_FAILED/);
});
it('stands behind a table of SQL', async () => {
  vi.stubGlobal('WebSocket', Client);
  await using session = await Session.create({ workers: 0 });
  const query = (await session.execute(`
    CREATE TABLE feed (v INT) WITH (connector = 'websocket', url = 'wss://host/feed');
    CREATE TABLE seen (v INT) WITH (connector = 'memory');
    INSERT INTO seen SELECT v + 1 AS v FROM feed;`)) as StreamingQuery;
  Client.last.say({ v: 41 });
  Client.last.hangUp(1000);
  await query.awaitTermination();
  expect(await session.table('seen').collect()).toEqual([{ v: 42 }]);
});
it('says what is missing', async () => {
  vi.stubGlobal('WebSocket', undefined);
  await using session = await Session.create({ workers: 0 });
  await expect(start(session, 'websocket', 'ws://host')).rejects.toThrow(/UNSUPPORTED_FEATURE.*no WebSocket/s);
  await expect(start(session, 'websocket', 'nonsense')).rejects.toThrow(/INVALID_OPTION.*'nonsense'/s);
  await expect(start(session, 'eventsource', 'ws://host')).rejects.toThrow(/INVALID_OPTION/);
});

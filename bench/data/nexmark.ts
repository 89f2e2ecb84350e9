// Nexmark's events (github.com/nexmark/nexmark, its generator's shapes and odds), seeded: of every 50 events 1 is a person, 3 are auctions,
// 46 are bids. The upstream generator adds 1000 to bidders twice; here `bidderQuirk` keeps that, absent it is once, so that q23 joins.
// Times are epoch milliseconds and rise by one event each; cost about 5 µs an event.
import { randomOf } from '../random.ts';

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly emailAddress: string;
  readonly creditCard: string;
  readonly city: string;
  readonly state: string;
  readonly dateTime: number;
  readonly extra: string;
}
export interface Auction {
  readonly id: number;
  readonly itemName: string;
  readonly description: string;
  readonly initialBid: number;
  readonly reserve: number;
  readonly dateTime: number;
  readonly expires: number;
  readonly seller: number;
  readonly category: number;
  readonly extra: string;
}
export interface Bid {
  readonly auction: number;
  readonly bidder: number;
  readonly price: number;
  readonly channel: string;
  readonly url: string;
  readonly dateTime: number;
  readonly extra: string;
}
export type NexmarkEvent =
  | { readonly kind: 'person'; readonly row: Person }
  | { readonly kind: 'auction'; readonly row: Auction }
  | { readonly kind: 'bid'; readonly row: Bid };

export interface NexmarkOptions {
  readonly seed?: number;
  /** Events per second of event time; default 10,000. */
  readonly rate?: number;
  /** Epoch milliseconds of event 0; default 2015-07-15 00:00:00 UTC. */
  readonly baseTime?: number;
  /** Events change places within groups of this size; default 1: in order. */
  readonly outOfOrderGroup?: number;
  readonly bidderQuirk?: boolean;
}

/** Columns of the three tables in Spark's DDL. */
export const NEXMARK_SCHEMAS = {
  person:
    'id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, dateTime TIMESTAMP, extra STRING',
  auction:
    'id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, dateTime TIMESTAMP, expires TIMESTAMP, ' +
    'seller BIGINT, category BIGINT, extra STRING',
  bid: 'auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, dateTime TIMESTAMP, extra STRING',
} as const;

const FIRST_ID = 1000;
const FIRST_CATEGORY = 10;
const EPOCH = 50;
const AUCTIONS = 3;
const ACTIVE_PEOPLE = 1000;
const IN_FLIGHT_AUCTIONS = 100;
const LEAD = 10;
/** Events until as many auctions have begun as are in flight. */
const HORIZON_EVENTS = Math.floor((IN_FLIGHT_AUCTIONS * EPOCH) / AUCTIONS);
const FIRST_NAMES = ['Peter', 'Paul', 'Luke', 'John', 'Saul', 'Vicky', 'Kate', 'Julie', 'Sarah', 'Deiter', 'Walter'];
const LAST_NAMES = ['Shultz', 'Abrams', 'Spencer', 'White', 'Bartels', 'Walton', 'Smith', 'Jones', 'Noris'];
const CITIES = ['Phoenix', 'Los Angeles', 'San Francisco', 'Boise', 'Portland', 'Bend', 'Redmond', 'Seattle', 'Kent', 'Cheyenne'];
const STATES = ['AZ', 'CA', 'ID', 'OR', 'WA', 'WY'];
const HOT_CHANNELS = ['Google', 'Facebook', 'Baidu', 'Apple'];
const CHANNELS = 10_000;

/** Events 0 … of the stream with these options; the same options give the same events. */
export function* nexmarkEvents(count: number, options: NexmarkOptions = {}): Generator<NexmarkEvent> {
  const generator = new NexmarkGenerator(options);
  for (let n = 0; n < count; n++) yield generator.event(n);
}

class NexmarkGenerator {
  readonly #random: () => number;
  readonly #delayUs: number;
  readonly #baseTime: number;
  readonly #group: number;
  readonly #bidderOffset: number;
  readonly #urls = new Map<string, string>();

  constructor({
    seed = 7,
    rate = 10_000,
    baseTime = 1_436_918_400_000,
    outOfOrderGroup = 1,
    bidderQuirk = false,
  }: NexmarkOptions) {
    this.#random = randomOf(seed);
    this.#delayUs = 1e6 / rate;
    this.#baseTime = baseTime;
    this.#group = outOfOrderGroup;
    this.#bidderOffset = bidderQuirk ? FIRST_ID : 0;
  }

  event(position: number): NexmarkEvent {
    const group = this.#group;
    const n = Math.floor(position / group) * group + ((position * 953) % group);
    const rest = n % EPOCH;
    const dateTime = this.#timeOf(n);
    if (rest === 0) return { kind: 'person', row: this.#person(n, dateTime) };
    if (rest <= AUCTIONS) return { kind: 'auction', row: this.#auction(n, dateTime) };
    return { kind: 'bid', row: this.#bid(n, dateTime) };
  }

  #timeOf(n: number): number {
    return this.#baseTime + Math.floor((n * this.#delayUs) / 1000);
  }
  #upTo(n: number): number {
    return Math.floor(this.#random() * n);
  }
  #oneOf(list: readonly string[]): string {
    return list[this.#upTo(list.length)]!;
  }
  #price(): number {
    return Math.round(10 ** (6 * this.#random()) * 100);
  }
  /** 3 to `max` letters, one in 13 a separator, no separator at the ends. */
  #text(max: number, separator = ' '): string {
    let text = '';
    for (let left = 3 + this.#upTo(max - 3); left > 0; left--)
      text += this.#upTo(13) === 0 ? separator : String.fromCharCode(97 + this.#upTo(26));
    return separator === ' ' ? text.trim() : text;
  }
  /** Letters that bring an event of `size` bytes to `wanted` on average, give or take a fifth. */
  #extra(size: number, wanted: number): string {
    const missing = wanted - size;
    if (missing <= 0) return '';
    const spread = Math.round(missing * 0.2);
    let text = '';
    for (let left = missing - spread + this.#upTo(2 * spread + 1); left > 0; left--)
      text += String.fromCharCode(97 + this.#upTo(26));
    return text;
  }

  #nextPerson(n: number): number {
    const people = Math.floor(n / EPOCH) + 1;
    const active = Math.min(people, ACTIVE_PEOPLE);
    return people - active + this.#upTo(active + LEAD);
  }
  #hotPerson(n: number): number {
    return Math.floor(Math.floor(n / EPOCH) / 100) * 100;
  }
  #lastAuction(n: number): number {
    const epoch = Math.floor(n / EPOCH);
    const rest = n % EPOCH;
    if (rest < 1) return (epoch - 1) * AUCTIONS + AUCTIONS - 1;
    return epoch * AUCTIONS + Math.min(rest, AUCTIONS) - 1;
  }

  #person(n: number, dateTime: number): Person {
    const name = `${this.#oneOf(FIRST_NAMES)} ${this.#oneOf(LAST_NAMES)}`;
    const emailAddress = `${this.#text(7, '_')}@${this.#text(5, '_')}.com`;
    const creditCard = Array.from({ length: 4 }, () => String(this.#upTo(10_000)).padStart(4, '0')).join(' ');
    const [city, state] = [this.#oneOf(CITIES), this.#oneOf(STATES)];
    const size = 8 + name.length + emailAddress.length + creditCard.length + city.length + state.length;
    const extra = this.#extra(size, 200);
    return { id: FIRST_ID + Math.floor(n / EPOCH), name, emailAddress, creditCard, city, state, dateTime, extra };
  }
  #auction(n: number, dateTime: number): Auction {
    const [itemName, description] = [this.#text(20), this.#text(100)];
    const initialBid = this.#price();
    const seller = FIRST_ID + (this.#upTo(4) > 0 ? this.#hotPerson(n) : this.#nextPerson(n));
    const horizon = this.#timeOf(n + HORIZON_EVENTS) - dateTime;
    return {
      id: FIRST_ID + this.#lastAuction(n),
      itemName,
      description,
      initialBid,
      reserve: initialBid + this.#price(),
      dateTime,
      expires: dateTime + 1 + this.#upTo(Math.max(2 * horizon, 1)),
      seller,
      category: FIRST_CATEGORY + this.#upTo(5),
      extra: this.#extra(8 + itemName.length + description.length + 48, 500),
    };
  }
  #bid(n: number, dateTime: number): Bid {
    const last = this.#lastAuction(n);
    const oldest = Math.max(last - IN_FLIGHT_AUCTIONS, 0);
    const auction = this.#upTo(2) > 0 ? Math.floor(last / 100) * 100 : oldest + this.#upTo(last - oldest + 1 + LEAD);
    const bidder = this.#upTo(4) > 0 ? this.#hotPerson(n) + 1 : this.#nextPerson(n);
    const channel = this.#upTo(2) > 0 ? this.#oneOf(HOT_CHANNELS) : `channel-${this.#upTo(CHANNELS)}`;
    const url = this.#urlOf(channel);
    return {
      auction: FIRST_ID + auction,
      bidder: FIRST_ID + this.#bidderOffset + bidder,
      price: this.#price(),
      channel,
      url,
      dateTime,
      extra: this.#extra(32, 100),
    };
  }
  /** One address per channel, made at its first bid. */
  #urlOf(channel: string): string {
    let url = this.#urls.get(channel);
    if (url === undefined) {
      const folders = [1, 2, 3].map(() => this.#text(5, '_')).join('/');
      url = `https://www.nexmark.com/${folders}/item.htm?query=1`;
      const number = /^channel-(\d+)$/.exec(channel);
      if (number && this.#random() < 0.9) url += `&channel_id=${Math.abs(reverseBits(Number(number[1])))}`;
      this.#urls.set(channel, url);
    }
    return url;
  }
}

/** The 32 bits of `n` backwards, as a signed integer. */
function reverseBits(n: number): number {
  let out = 0;
  for (let bit = 0; bit < 32; bit++) out = (out << 1) | ((n >>> bit) & 1);
  return out | 0;
}

/** Which addresses pages may come from: none on this machine, none in a private network, none of a cloud's own services. */
import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { SearchError } from '../search.ts';

const LONGEST_ADDRESS = 2_000;

const CLOSED = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  CLOSED.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  CLOSED.addSubnet(net, prefix, 'ipv6');
/** A cloud's own services, outside the ranges above. */
CLOSED.addAddress('168.63.129.16', 'ipv4');

/** Names that are this machine's or a private network's by agreement. */
const CLOSED_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa|onion)$/;
/** Names that spell an address of their own, public in form alone. */
const SPELLS_ADDRESS = /(^|\.)(nip|sslip|xip)\.io$|(^|\.)(lvh\.me|localtest\.me|vcap\.me)$/;

/** Whether a number is one that pages may come from. @param address as the system writes it, without brackets */
export function isPublic(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isPublic(mapped);
  const family = isIP(address);
  if (family === 0) return false;
  // A network within another, spelt as an address of the sixth version, stays closed whatever it holds.
  return !CLOSED.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** What may be told of an address by its words alone. @throws SearchError (refused) */
export function checkedAddress(address: string): URL {
  const refuse = (why: string): never => {
    throw new SearchError('refused', `${shown(address)} is not opened: ${why}`);
  };
  if (address.length > LONGEST_ADDRESS) refuse('the address is too long');
  if (!URL.canParse(address)) refuse('it is no address like https://host/path');
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol)) refuse('only http and https are');
  if (url.username !== '' || url.password !== '') refuse('it carries a user or a password');
  const host = url.hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 ? !isPublic(host) : CLOSED_NAME.test(host) || SPELLS_ADDRESS.test(host) || !host.includes('.'))
    refuse('it lies on this machine or in a private network');
  return url;
}

function shown(address: string): string {
  return address.length > 200 ? `${address.slice(0, 200)}…` : address;
}

export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

const resolveAll: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * A look-up for sockets, which connect to the very addresses that were checked: a name that points elsewhere the next time is of no use.
 */
export function guardedLookup(resolve: Resolve = resolveAll) {
  return (
    host: string,
    options: LookupOptions,
    done: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ): void => {
    resolve(host).then(
      (found) => {
        const closed = found.find(({ address }) => !isPublic(address));
        const [first] = found;
        if (closed !== undefined || first === undefined)
          return done(new SearchError('refused', `${host} is not opened: its name leads to this machine or a private network`), []);
        if (options.all === true) return done(null, [...found]);
        return done(null, first.address, first.family);
      },
      (error: Error) => done(error, []),
    );
  };
}

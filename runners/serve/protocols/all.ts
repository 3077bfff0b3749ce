/** PROTOCOLS: every way of asking that the server answers. */
import type { RewardProtocol } from '../protocol.ts';
import { native } from './native.ts';
import { openrlhf } from './openrlhf.ts';
import { slime } from './slime.ts';

export const PROTOCOLS: readonly RewardProtocol[] = [native, openrlhf, slime];

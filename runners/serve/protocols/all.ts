/** PROTOCOLS: every way of asking that the server answers. */
import type { RewardProtocol } from '../protocol.ts';
import { decisions, systemone } from './decisions.ts';
import { fireworks } from './fireworks.ts';
import { gemini } from './gemini.ts';
import { lambda } from './lambda.ts';
import { native } from './native.ts';
import { nemoGym } from './nemo-gym.ts';
import { openrlhf } from './openrlhf.ts';
import { slime } from './slime.ts';

export const PROTOCOLS: readonly RewardProtocol[] = [native, openrlhf, slime, nemoGym, fireworks, gemini, lambda, decisions, systemone];

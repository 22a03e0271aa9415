import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { LIVE_PATH } from '@linewatch/shared';
import { io } from 'socket.io-client';
import type { Rivalry } from './probes.js';

const ADMITTED_WITHIN_MS = 10_000;

/**
 * Listens on the socket for a while, and looks for the other's words in every frame that came.
 *
 * @returns how many frames there were
 */
export async function listenForForeignThings(rivalry: Rivalry, seconds: number): Promise<number> {
  const { visitor, own, foreign, findings } = rivalry;
  const socket = io(visitor.origin, {
    path: LIVE_PATH,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { Origin: visitor.origin, Cookie: visitor.cookie },
  });
  const frames: string[] = [];
  const heads = once(socket as unknown as EventTarget & NodeJS.EventEmitter, 'live.heads');
  socket.io.engine.on('packet', (packet) => frames.push(JSON.stringify(packet)));
  try {
    await Promise.race([heads, pause(ADMITTED_WITHIN_MS)]);
    await pause(seconds * 1_000);
  } finally {
    socket.disconnect();
  }
  findings.check(frames.length > 0, `${visitor.name}: the live socket says nothing at all`);
  const markers = foreign.markers(own);
  for (const frame of frames) findings.checkSilent(`${visitor.name}: the live socket`, frame, markers);
  return frames.length;
}

import { isStorageFull } from './database-gone.js';

/**
 * Waits for a write that nobody asked for, such as the sign of life of a session. On a full disk it is left out, so that
 * what was asked for is still answered; whoever reads it later sees an older time, which takes away and gives nothing.
 */
export async function whereThereIsRoom(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    // The end of the room is known only by running into it.
    if (!isStorageFull(error)) throw error;
  }
}

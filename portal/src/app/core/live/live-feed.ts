import { DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core';
import { AlarmsChanged, FeedChange, LIVE_PATH, type LiveEvents, LiveHeads } from '@linewatch/shared';
import type { Socket } from 'socket.io-client';
import { Session } from '../auth/session';
import { furthest, type Positions } from './positions';

export type LiveConnection = 'connecting' | 'live' | 'reconnecting' | 'offline';

/** How long we go on calling it "reconnecting" before the page says plainly that it is offline. */
const OFFLINE_AFTER_MS = 15_000;
/** Pause before asking again after the server closed the socket by itself. */
const REJOIN_MS = 2_000;
/** Pushes kept for a view whose snapshot is still on its way. */
const KEPT_CHANGES = 200;

/** What views hear of the feed. */
export interface LiveListener {
  changed?(change: FeedChange): void;
  /** The server said how far its feeds are. */
  heads?(heads: Positions): void;
  /** Alarms changed; said to staff only. */
  alarmsChanged?(ids: readonly string[]): void;
  /** What contradicts the inventory has changed; said to staff only. */
  noticesChanged?(): void;
  /** The socket is back; pushes in between are lost. */
  reconnected(): void;
}

/** The one socket of the session. Lives as long as somebody is signed in; features never see socket.io. */
@Service()
export class LiveFeed {
  private readonly session = inject(Session);
  private readonly listeners = new Set<LiveListener>();
  private readonly state = signal<LiveConnection>('connecting');
  private readonly newest = signal<number | null>(null);
  private known: Positions = {};
  private kept: readonly FeedChange[] = [];
  private socket: Socket<LiveEvents> | undefined;
  private offlineTimer: ReturnType<typeof setTimeout> | undefined;
  private wasConnected = false;

  readonly connection = this.state.asReadonly();
  /** When the newest reading on any page was taken, ms; null before the first. */
  readonly newestSampleAt = this.newest.asReadonly();

  constructor() {
    effect(() => {
      const user = this.session.view()?.userId;
      untracked(() => {
        this.close();
        if (user !== undefined) void this.open(user);
      });
    });
    inject(DestroyRef).onDestroy(() => {
      this.close();
    });
  }

  /** Listens until the caller is destroyed. Call it in an injection context. */
  listen(listener: LiveListener): void {
    this.listeners.add(listener);
    inject(DestroyRef).onDestroy(() => this.listeners.delete(listener));
  }

  /** How far the server's feeds are, as far as this socket was told. */
  positions(): Positions {
    return this.known;
  }

  /** The latest pushes, oldest first. */
  recent(): readonly FeedChange[] {
    return this.kept;
  }

  /** A page has seen a reading of this time. */
  sawSample(at: string | null): void {
    const ms = at === null ? Number.NaN : Date.parse(at);
    if (ms > (this.newest() ?? 0)) this.newest.set(ms);
  }

  private async open(user: string): Promise<void> {
    const { io } = await import('socket.io-client');
    if (this.session.view()?.userId !== user || this.socket !== undefined) return;
    const socket: Socket<LiveEvents> = io({ path: LIVE_PATH, transports: ['websocket'], reconnectionDelayMax: 5_000 });
    this.socket = socket;
    socket.on('connect', () => {
      this.connected();
    });
    socket.on('disconnect', (reason) => {
      this.lost();
      if (reason === 'io server disconnect') void this.rejoin(socket);
    });
    socket.on('connect_error', () => {
      this.lost();
      if (!socket.active) void this.rejoin(socket);
    });
    socket.on('feed.changed', (body) => {
      this.take(body);
    });
    socket.on('live.heads', (body) => {
      const heads = LiveHeads.safeParse(body);
      if (!heads.success) return;
      this.known = furthest(this.known, heads.data.feeds);
      for (const listener of this.listeners) listener.heads?.(heads.data.feeds);
    });
    socket.on('alarms.changed', (body) => {
      const alarms = AlarmsChanged.safeParse(body);
      if (!alarms.success) return;
      for (const listener of this.listeners) listener.alarmsChanged?.(alarms.data.ids);
    });
    socket.on('inventory-notices.changed', () => {
      for (const listener of this.listeners) listener.noticesChanged?.();
    });
    socket.on('session.ended', () => {
      this.session.expire();
    });
  }

  private take(body: unknown): void {
    const change = FeedChange.safeParse(body);
    if (!change.success) return;
    this.known = furthest(this.known, { [change.data.feed]: change.data.seq });
    this.kept = [...this.kept.slice(1 - KEPT_CHANGES), change.data];
    for (const circuit of change.data.circuits) this.sawSample(circuit.sampleAt);
    for (const listener of this.listeners) listener.changed?.(change.data);
  }

  private connected(): void {
    clearTimeout(this.offlineTimer);
    this.offlineTimer = undefined;
    this.state.set('live');
    if (this.wasConnected) for (const listener of this.listeners) listener.reconnected();
    this.wasConnected = true;
  }

  private lost(): void {
    if (this.state() !== 'offline') this.state.set(this.wasConnected ? 'reconnecting' : 'connecting');
    this.offlineTimer ??= setTimeout(() => {
      this.state.set('offline');
    }, OFFLINE_AFTER_MS);
  }

  /** socket.io does not come back by itself when the server hung up: ask why first, then call again. */
  private async rejoin(socket: Socket<LiveEvents>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, REJOIN_MS));
    if (this.socket !== socket) return;
    await this.session.verify();
    if (this.socket === socket) socket.connect();
  }

  private close(): void {
    clearTimeout(this.offlineTimer);
    this.offlineTimer = undefined;
    this.socket?.disconnect();
    this.socket = undefined;
    this.wasConnected = false;
    this.known = {};
    this.kept = [];
    this.newest.set(null);
    this.state.set('connecting');
  }
}

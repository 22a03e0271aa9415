import snmp from 'net-snmp';

/** One answered binding, as plain values: Counter64 as bigint, strings as text. */
export interface Told {
  readonly oid: string;
  readonly type: number;
  readonly value: bigint | number | string | null;
}

type Callback = (error: Error | null, varbinds?: unknown) => void;

/** A manager of the net-snmp library, as promises: whoever asks the practice network here is not its author. */
export class SnmpManager {
  private constructor(private readonly session: snmp.Session) {
    // A session without a listener ends the process when a datagram cannot be read.
    session.on('error', () => undefined);
  }

  static v2c(port: number, community: string, timeout = 2_000): SnmpManager {
    const options = { port, version: snmp.Version2c, retries: 0, timeout, reportOidMismatchErrors: true };
    return new SnmpManager(snmp.createSession('127.0.0.1', community, options));
  }

  static v3(port: number, user: string, authKey: string, privKey: string, timeout = 2_000): SnmpManager {
    const options = { port, version: snmp.Version3, retries: 0, timeout };
    const asked = {
      name: user,
      level: snmp.SecurityLevel.authPriv,
      authProtocol: snmp.AuthProtocols.sha256,
      authKey,
      privProtocol: snmp.PrivProtocols.aes,
      privKey,
    };
    return new SnmpManager(snmp.createV3Session('127.0.0.1', asked, options));
  }

  get(...oids: readonly string[]): Promise<Told[]> {
    return told((done) => this.session.get([...oids], done));
  }

  getNext(...oids: readonly string[]): Promise<Told[]> {
    return told((done) => this.session.getNext([...oids], done));
  }

  /** Non-repeaters first, each as told; then the repetitions of each of the others. */
  getBulk(oids: readonly string[], nonRepeaters: number, maxRepetitions: number): Promise<Told[][]> {
    return answered((done) => this.session.getBulk([...oids], nonRepeaters, maxRepetitions, done)).then((answer) =>
      (answer as (snmp.Varbind | snmp.Varbind[])[]).map((each) => [each].flat().map(plain)),
    );
  }

  set(oid: string, value: string): Promise<Told[]> {
    return told((done) => this.session.set([{ oid, type: snmp.ObjectType.OctetString, value }], done));
  }

  /** Everything under an object, by GETBULK. */
  async walk(oid: string, maxRepetitions = 20): Promise<Told[]> {
    const found: Told[] = [];
    await answered((done) => {
      const feed = (varbinds: snmp.Varbind[]): void => {
        found.push(...varbinds.map(plain));
      };
      this.session.subtree(oid, maxRepetitions, feed, (error) => {
        done(error);
      });
    });
    return found;
  }

  close(): void {
    this.session.close();
  }
}

function answered(ask: (done: Callback) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    ask((error, varbinds) => {
      if (error) reject(error);
      else resolve(varbinds);
    });
  });
}

async function told(ask: (done: Callback) => void): Promise<Told[]> {
  return ((await answered(ask)) as snmp.Varbind[]).map(plain);
}

/** @returns the binding with its value as a spec wants to compare it */
export function plain({ oid, type = 0, value }: snmp.Varbind): Told {
  if (!Buffer.isBuffer(value)) return { oid, type, value: (value ?? null) as number | string | null };
  if (type === snmp.ObjectType.Counter64) return { oid, type, value: BigInt(`0x${value.toString('hex') || '0'}`) };
  return { oid, type, value: value.toString('utf8') };
}

import { readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import serveStatic from 'serve-static';
import { nonceOf } from './security-headers.js';

/** Names that the build gives by content: such a file never changes. */
const HASHED = /-[\w-]{8}\.[a-z0-9]+$/;
/** Paths that are neither a file nor a page of the portal. */
const NOT_OF_PORTAL = /^\/(api|tmf-api|live)(\/|$)/;
const NAMES_A_FILE = /\.[^/]+$/;

/** Serves the built portal: its files as they are, and its one page for every address that a browser navigates to. */
export function servePortal(app: NestExpressApplication, folder: string): void {
  const files = serveStatic(folder, {
    index: false,
    redirect: false,
    setHeaders: (response: ServerResponse, path: string) => {
      response.setHeader('Cache-Control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = servePage(join(folder, 'index.html'));
  app.use((request: Request, response: Response, next: NextFunction) => {
    // What is asked of the API would be looked for on the disk first, each time.
    if (NOT_OF_PORTAL.test(request.path)) next();
    else
      files(request, response, (error?: unknown) => {
        if (error === undefined) page(request, response, next);
        else next(error);
      });
  });
}

function servePage(file: string): RequestHandler {
  const page = new PageFile(file);
  return (request: Request, response: Response, next: NextFunction) => {
    if (!isNavigation(request)) {
      next();
      return;
    }
    page.read().then((text) => {
      if (text === undefined) next();
      else
        response
          .setHeader('Cache-Control', 'no-store')
          .type('html')
          .send(withNonce(text, nonceOf(response)));
    }, next);
  };
}

function isNavigation({ method, path, headers: { accept } }: Request): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (accept?.includes('text/html')) return true;
  // A script or picture that is missing must be missing, not a page; what asks for anything at a page's address gets it.
  return !NAMES_A_FILE.test(path) && (accept === undefined || accept.includes('*/*'));
}

/** The page, read again when the build has written another. */
class PageFile {
  private text: string | undefined;
  private writtenAt = 0;

  constructor(private readonly file: string) {}

  /** @returns undefined when the portal is not built */
  async read(): Promise<string | undefined> {
    const { mtimeMs } = await stat(this.file).catch(() => ({ mtimeMs: undefined }));
    if (mtimeMs === undefined) return undefined;
    if (this.text === undefined || mtimeMs !== this.writtenAt) {
      this.text = await readFile(this.file, 'utf8');
      this.writtenAt = mtimeMs;
    }
    return this.text;
  }
}

/** The build writes this name wherever a nonce belongs, in `ngCspNonce` for the styles that Angular adds later. */
const NONCE_PLACE = 'CSP_NONCE';

function withNonce(page: string, nonce: string): string {
  return page.replaceAll(NONCE_PLACE, nonce);
}

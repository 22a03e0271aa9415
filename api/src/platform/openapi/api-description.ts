import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { apiDocument } from './api-document.js';
import { handlersOf } from './handlers.js';
import type { OpenApiDocument } from './open-api.js';

/** The description of the API that runs, made once at the start: what cannot be described must not be served. */
@Injectable()
export class ApiDescription implements OnApplicationBootstrap {
  private made: OpenApiDocument | undefined;

  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    this.made = this.make();
  }

  get document(): OpenApiDocument {
    return (this.made ??= this.make());
  }

  private make(): OpenApiDocument {
    const types = this.discovery.getControllers().map(({ metatype }): unknown => metatype);
    const controllers = types.filter((type) => typeof type === 'function') as { name: string; prototype: object }[];
    return apiDocument(controllers.flatMap(handlersOf));
  }
}

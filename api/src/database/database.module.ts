import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Database } from './database.js';

/** The opened, migrated database, for every repository. Who opened it closes it. */
@Global()
@Module({})
export class DatabaseModule {
  static with(database: Database): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: Database, useValue: database }],
      exports: [Database],
    };
  }
}

import { Module } from '@nestjs/common';
import { WorksCover } from './works-cover.js';

/** What planned works cover; a feature of its own, since even the list of circuits stands on it. */
@Module({ providers: [WorksCover], exports: [WorksCover] })
export class WorksCoverModule {}

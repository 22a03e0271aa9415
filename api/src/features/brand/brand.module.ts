import { Module } from '@nestjs/common';
import { BrandController } from './brand.controller.js';
import { BrandRepository } from './brand.repository.js';
import { BrandService } from './brand.service.js';

/** The operator's logo and colour, version by version. */
@Module({
  controllers: [BrandController],
  providers: [BrandRepository, BrandService],
  exports: [BrandRepository],
})
export class BrandModule {}

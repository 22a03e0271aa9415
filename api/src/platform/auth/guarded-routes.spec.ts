import 'reflect-metadata';
import { Controller, Get, Module, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { Answers } from '../openapi/answers.js';
import { GuardedRoutes } from './guarded-routes.js';
import { Open, Policy } from './policy.js';

const SAID = { en: 'Says hello', zh: '问好' };

@Controller('bare')
class WithoutPolicy {
  @Get()
  @Answers(null, SAID)
  hello(): void {
    // Nobody gets here.
  }
}

@Controller('silent')
class WithoutAnswers {
  @Get()
  @Open()
  hello(): void {
    // Nobody gets here.
  }
}

@WebSocketGateway()
class ThatListens {
  @SubscribeMessage('hello')
  hello(): void {
    // Nobody gets here.
  }
}

@Controller('said')
class Said {
  @Get()
  @Policy('circuits:read')
  @Answers(null, SAID)
  hello(): void {
    // Nobody gets here.
  }

  @Get('open')
  @Open()
  @Answers(null, SAID)
  all(): void {
    // Nobody gets here.
  }
}

async function start(controllers: Type[], providers: Type[] = []): Promise<void> {
  @Module({ imports: [DiscoveryModule], controllers, providers: [GuardedRoutes, ...providers] })
  class House {}
  const app = await NestFactory.createApplicationContext(House, { logger: false, abortOnError: false });
  await app.close();
}

describe('the look at every handler at the start', () => {
  it('refuses one that nobody guards, by its name', async () => {
    await expectAsync(start([Said, WithoutPolicy])).toBeRejectedWithError(/who may call them.*: WithoutPolicy\.hello$/);
  });

  it('refuses one that listens on a socket', async () => {
    await expectAsync(start([], [ThatListens])).toBeRejectedWithError(/who may call them.*: ThatListens\.hello$/);
  });

  it('refuses one that does not say what it answers', async () => {
    await expectAsync(start([WithoutAnswers])).toBeRejectedWithError(/what they answer.*: WithoutAnswers\.hello$/);
  });

  it('lets those pass that say both', async () => {
    await expectAsync(start([Said])).toBeResolved();
  });
});

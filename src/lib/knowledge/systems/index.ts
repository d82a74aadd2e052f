import type { Blueprint } from './blueprint.ts';
import { AUTOCOMPLETE } from './autocomplete.ts';
import { CHAT } from './chat.ts';
import { DISTRIBUTED_CACHE } from './distributed-cache.ts';
import { NEWS_FEED } from './news-feed.ts';
import { NOTIFICATIONS } from './notifications.ts';
import { PAYMENTS } from './payments.ts';
import { RATE_LIMITER } from './rate-limiter.ts';
import { RIDE_MATCHING } from './ride-matching.ts';
import { URL_SHORTENER } from './url-shortener.ts';
import { VIDEO_STREAMING } from './video-streaming.ts';

/** In the order of the table of classic systems. */
export const BLUEPRINTS: readonly Blueprint[] = [URL_SHORTENER, CHAT, NEWS_FEED, RATE_LIMITER, NOTIFICATIONS, AUTOCOMPLETE, DISTRIBUTED_CACHE, VIDEO_STREAMING, PAYMENTS, RIDE_MATCHING];

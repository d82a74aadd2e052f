import { act } from './act.ts';

await act();

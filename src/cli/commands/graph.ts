import { EXIT, type Io } from '../io.ts';

export async function graph(_dir: string, _options: object, _io: Io): Promise<number> {
  return EXIT.usage;
}

import type { PackageManifest, Packages, Place } from '../model/index.ts';

const TRACER = /(?:--import|--require|-r)[ =]\S*(?:opentelemetry|dd-trace|newrelic|elastic-apm|instana|tracing|instrument|otel)/;

/** The manifest of a service's folder, else the root's. */
export const manifestOf = ({ packages }: Packages, dir: string): PackageManifest | undefined =>
  packages.find((one) => one.dir === dir) ?? packages.find((one) => one.dir === '.');

/** Where a package's scripts load a tracer or agent before the program; undefined: nowhere. */
export function tracerFlag(packages: Packages, dir: string): Place | undefined {
  const manifest = manifestOf(packages, dir);
  return manifest && Object.values(manifest.scripts).some((script) => TRACER.test(script)) ? manifest.at : undefined;
}

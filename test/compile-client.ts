/** Compiles the scripts of pages before any test, as the build does: pages are made of what is compiled. */
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'reports/page/client'], { stdio: 'inherit' });
  execFileSync('npm', ['run', '--silent', 'build:site'], { stdio: 'inherit' });
}

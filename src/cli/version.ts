// The version of the package, as `caudal --version` prints it.

export const VERSION = '0.1.0';

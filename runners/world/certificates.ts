/** Certificates: an authority made for this process, and a certificate of each host that it vouches for. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import forge from 'node-forge';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Programs with a clock that is wrong by less than this still trust it. */
const BEFORE_DAYS = 2;
const AFTER_DAYS = 300;

export class Authority {
  /** The authority's own certificate, which programs have to trust. */
  readonly pem: string;
  readonly #keys = newKeys();
  /** All hosts share one key: making one takes long, and they are one process. */
  readonly #hostKeys = newKeys();
  readonly #name: forge.pki.CertificateField[] = [{ name: 'commonName', value: 'gavel world' }];
  /** What certificates call the authority's key by. */
  readonly #keyId: string;
  readonly #contexts = new Map<string, SecureContext>();

  constructor() {
    const certificate = this.#certificate(this.#name, this.#keys.publicKey, [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      { name: 'subjectKeyIdentifier' },
    ]);
    this.pem = forge.pki.certificateToPem(certificate);
    this.#keyId = certificate.generateSubjectKeyIdentifier().getBytes();
  }

  /** Kept: the same one each time. */
  contextFor(host: string): SecureContext {
    const known = this.#contexts.get(host);
    if (known !== undefined) return known;
    const certificate = this.#certificate([{ name: 'commonName', value: host.slice(0, 64) }], this.#hostKeys.publicKey, [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
      { name: 'authorityKeyIdentifier', keyIdentifier: this.#keyId },
    ]);
    const context = createSecureContext({
      cert: `${forge.pki.certificateToPem(certificate)}${this.pem}`,
      key: forge.pki.privateKeyToPem(this.#hostKeys.privateKey),
    });
    this.#contexts.set(host, context);
    return context;
  }

  #certificate(subject: forge.pki.CertificateField[], key: forge.pki.PublicKey, extensions: object[]): forge.pki.Certificate {
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = key;
    // Positive: the first bit of a serial number is its sign.
    certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
    certificate.validity.notBefore = new Date(Date.now() - BEFORE_DAYS * DAY_MS);
    certificate.validity.notAfter = new Date(Date.now() + AFTER_DAYS * DAY_MS);
    certificate.setSubject(subject);
    certificate.setIssuer(this.#name);
    certificate.setExtensions(extensions);
    certificate.sign(this.#keys.privateKey, forge.md.sha256.create());
    return certificate;
  }
}

/** Made by the system's library, which is many times as fast. */
function newKeys(): forge.pki.rsa.KeyPair {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs1', format: 'pem' }) as string);
  return { privateKey: key, publicKey: forge.pki.setRsaPublicKey(key.n, key.e) };
}

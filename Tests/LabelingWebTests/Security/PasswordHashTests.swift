import Testing

@testable import LabelingWeb

@Suite struct PasswordHashTests {
  @Test("A password is accepted by its hash, and no other one is, not even the same word composed")
  func round() throws {
    let hash = try PasswordHash(of: "caf\u{E9} au lait", costs: .least)
    let kept = try #require(PasswordHash(hash.text))
    #expect(kept == hash)
    #expect(try kept.accepts("caf\u{E9} au lait"))
    #expect(try !kept.accepts("cafe\u{301} au lait"))
    #expect(try !kept.accepts("caf\u{E9} au lai"))
  }

  @Test("Two hashes of one password differ")
  func salted() throws {
    let hashes = try (0..<2).map { _ in try PasswordHash(of: "the same", costs: .least).text }
    #expect(hashes[0] != hashes[1])
  }

  @Test("The hash is scrypt's of RFC 7914: a hash made elsewhere is understood")
  func vector() throws {
    // Python: hashlib.scrypt(b"open sesame please", salt=bytes(range(16)), n=1024, r=8, p=2, dklen=32)
    let hash = try #require(
      PasswordHash(
        "$scrypt$ln=10,r=8,p=2$AAECAwQFBgcICQoLDA0ODw$7ZzQ7tfkIpWuYD6hlMhqFpFK27O34Ejfz5+dbALgSNI"))
    #expect(try hash.accepts("open sesame please"))
    #expect(try !hash.accepts("open sesame pleas"))
  }

  @Test("The usual costs are those that OWASP advises, and are written into the hash")
  func usual() throws {
    #expect(ScryptCosts.usual == ScryptCosts(logarithmOfN: 17, blockSize: 8, parallelism: 1))
    #expect(ServerConfiguration().passwordCosts == .usual)
    #expect(try PasswordHash(of: "p", costs: .least).text.hasPrefix("$scrypt$ln=4,r=1,p=1$"))
  }

  @Test(
    "What is no hash, or asks for all memory there is, is not taken",
    arguments: [
      "", "$scrypt$", "$argon2id$ln=4,r=1,p=1$AAECAwQFBgcICQoLDA0ODw$AA",
      "$scrypt$ln=40,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$7ZzQ7tfkIpWuYD6hlMhqFpFK27O34Ejfz5+dbALgSNI",
      "$scrypt$ln=17,r=99999,p=1$AAECAwQFBgcICQoLDA0ODw$7ZzQ7tfkIpWuYD6hlMhqFpFK27O34Ejfz5+dbALgSNI",
      "$scrypt$ln=0,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$7ZzQ7tfkIpWuYD6hlMhqFpFK27O34Ejfz5+dbALgSNI",
      "$scrypt$ln=10,r=8$AAECAwQFBgcICQoLDA0ODw$7ZzQ7tfkIpWuYD6hlMhqFpFK27O34Ejfz5+dbALgSNI",
      "$scrypt$ln=10,r=8,p=2$AAE$7ZzQ7tfkIpWuYD6hlMhqFpFK27O34Ejfz5+dbALgSNI",
      "$scrypt$ln=10,r=8,p=2$AAECAwQFBgcICQoLDA0ODw$AAAA",
    ])
  func refused(text: String) { #expect(PasswordHash(text) == nil) }
}

package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PkceTest {
  @Test
  void theChallengeIsThatOfTheStandardsExample() {
    Pkce pkce = new Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"); // RFC 7636, appendix B

    assertThat(pkce.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void verifiersAreLongEnoughFitIntoAnAddressAndDiffer() {
    Pkce pkce = Pkce.random();

    assertThat(pkce.verifier()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(Pkce.random().verifier());
    assertThat(pkce.toString()).doesNotContain(pkce.verifier());
  }
}

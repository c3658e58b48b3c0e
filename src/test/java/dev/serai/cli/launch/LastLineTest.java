package dev.serai.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LastLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0          | 0.0000 USD
          0.00002    | <0.0001 USD
          0.0001     | 0.0001 USD
          1234.56789 | 1,234.5679 USD
          """)
  void aCostThatIsTooLittleToBeSeenIsNotSaidToBeNothing(BigDecimal cost, String said) {
    assertThat(LastLines.usd(cost)).isEqualTo(said);
  }
}

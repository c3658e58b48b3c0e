package dev.serai.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPatternsTest {
  @ParameterizedTest
  @CsvSource({
    "gpt-*, gpt-5, true",
    "gpt-*, gpt-, true",
    "gpt-*, GPT-5, false",
    "gpt-*, my-gpt-5, false",
    "*-mini, gpt-5-mini, true",
    "*-mini, gpt-5-mini-2, false",
    "gpt-*-mini, gpt-5-mini, true",
    "gpt-*-mini, gpt-mini, false",
    "*llama*, meta-llama/Llama-3, true",
    "a*b*c, aXbXbXc, true",
    "a*b*c, aXcXb, false",
    "*, anything/at:all, true",
    "gpt.5, gptx5, false",
    "gpt-5, gpt-5, true",
    "gpt-5, gpt-5-mini, false",
  })
  void aStarStandsForAnyRunOfCharacters(String pattern, String name, boolean expected) {
    assertThat(ModelPatterns.of(List.of(pattern)).matches(name)).isEqualTo(expected);
  }

  @Test
  void manyStarsDoNotMakeItSlow() {
    ModelPatterns patterns = ModelPatterns.of(List.of("*a".repeat(100) + "b"));

    assertThat(patterns.matches("a".repeat(256))).isFalse();
  }

  @Test
  void onlyNamesWithoutAStarAreCertain() {
    assertThat(ModelPatterns.of(List.of("gpt-*", "my-finetune")).literals())
        .containsExactly("my-finetune");
  }
}

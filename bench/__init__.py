"""Speed, memory and scores, shown and never asserted: these machines are noisy, so figures are ratios of one run."""

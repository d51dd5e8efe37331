"""Looking at the steps oneself: the person has the last word, and every figure follows."""

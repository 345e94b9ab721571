"""Images of patients who do not exist, with known text: what each word says, where its ink is, in which frames."""

test.skip("x", () => {});

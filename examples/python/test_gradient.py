def test_gradient(assert_formula):
    assert_formula("L = (w x - y)^2 / 2", "dL/dw = (w x - y) x")

const request = require('request')

const options = {
  method: 'GET',
  url: 'https://<domain>/<api prefix>/<version>/get/ticket/history/',
  headers: {
    apikey: '<apikey>',
    Authorization: 'Bearer <access token>',
  },
  formData: {},
}

request(options, (error, response) => {
  if (error) throw new Error(error)
  process.stdout.write(response.body)
})
